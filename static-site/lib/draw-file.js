/**
 * Draws a file that is still on the phone: upright, in sRGB, no larger than is needed.
 */

/** One at a time: each decodes a whole photo, which takes tens of megabytes. */
let last = Promise.resolve();

/**
 * @param {Blob} file
 * @param {number} side pixels that its longer side has at most
 * @returns {Promise<HTMLCanvasElement | null>} null: the browser cannot decode it
 */
export function drawFile(file, side) {
  const picture = last.then(() => drawn(file, side));
  last = picture.then(() => undefined);
  return picture;
}

/**
 * @param {CanvasImageSource} source
 * @param {Size} size of the canvas
 * @returns {HTMLCanvasElement}
 */
export function draw(source, { width, height }) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context) {
    // JPEG knows no transparency; as the service does it, it becomes white.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(source, 0, 0, width, height);
  }
  return canvas;
}

/** @typedef {{width: number, height: number}} Size */

/** @type {(size: Size, side: number) => Size} no larger than it was */
export function fitted({ width, height }, side) {
  const share = Math.min(1, side / Math.max(width, height));
  const part = (/** @type {number} */ length) => Math.max(1, Math.round(length * share));
  return { width: part(width), height: part(height) };
}

/** @type {(canvas: HTMLCanvasElement, quality: number) => Promise<Blob | null>} null: too large to be drawn */
export async function jpegOf(canvas, quality) {
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  return blob?.type === 'image/jpeg' ? blob : null;
}

/** @type {(file: Blob, side: number) => Promise<HTMLCanvasElement | null>} */
async function drawn(file, side) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
      image.src = url;
    });
    // It knows its size by now, as it is to be seen, and has not been decoded.
    const size = fitted({ width: image.naturalWidth, height: image.naturalHeight }, side);
    return (await shrunk(file, size)) ?? (await decoded(image, size));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * The decoder shrinks, and so takes a fraction of the memory of the whole.
 *
 * @type {(file: Blob, size: Size) => Promise<HTMLCanvasElement | null>} null: not in this browser
 */
async function shrunk(file, size) {
  try {
    const bitmap = await createImageBitmap(file, {
      imageOrientation: 'from-image',
      resizeWidth: size.width,
      resizeHeight: size.height,
      resizeQuality: 'medium',
    });
    const canvas = draw(bitmap, size);
    bitmap.close();
    return canvas;
  } catch {
    // Older Safari knows no resizing here, and decodes HEIC only for an <img>.
    return null;
  }
}

/** @type {(image: HTMLImageElement, size: Size) => Promise<HTMLCanvasElement>} */
async function decoded(image, size) {
  await image.decode();
  return draw(image, size);
}
