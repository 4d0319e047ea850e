/**
 * A small picture of a file that is still on the phone.
 */

/** One at a time: each decodes a whole photo, which takes tens of megabytes. */
let last = Promise.resolve();

/**
 * @param {HTMLElement} frame stays as it is if the browser cannot decode the file
 * @param {Blob} file
 */
export function Thumbnail(frame, file) {
  last = last.then(() => picture(frame, file)).then(
    (small) => {
      if (small) {
        frame.replaceChildren(small);
        frame.dataset.state = 'shown';
      }
    },
  );
}

/** @type {(frame: HTMLElement, file: Blob) => Promise<HTMLElement | null>} */
async function picture(frame, file) {
  if (!frame.isConnected) {
    return null;
  }
  try {
    const bitmap = await createImageBitmap(file, {
      resizeWidth: 2 * frame.clientWidth,
      resizeQuality: 'medium',
    });
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  } catch {
    // Older Safari knows no resizing here, and decodes HEIC only for an <img>.
    return imageOf(file);
  }
}

/** @type {(file: Blob) => Promise<HTMLElement | null>} */
function imageOf(file) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.alt = '';
  return new Promise((resolve) => {
    image.onload = () => {
      URL.revokeObjectURL(url);
      resolve(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(url);
      resolve(null);
    };
    image.src = url;
  });
}
