/**
 * What becomes of the files that are sent: drawn once for all that happens between two frames.
 *
 * @import { HostParts } from '../../lib/host-parts.d.ts'
 * @import { Sending } from '../../lib/sending.js'
 * @import { Queue, Upload } from '../../lib/states.d.ts'
 * @import { UploadDesk } from './upload-desk.js'
 */

import { ApiError, isTemporary } from '../../lib/api.js';
import { drawFile } from '../../lib/draw-file.js';
import { drawVideo } from '../../lib/draw-video.js';
import { fileFacts } from '../../lib/file-facts.js';
import { cleanName, isVideo } from '../../lib/file-names.js';
import { overall } from '../../lib/upload-sum.js';
import { askBySheet } from '../choice/sheet.js';
import { OWN } from '../filters/filters.js';
import { PhotoList } from '../photo-list/photo-list.js';
import { Total } from '../total/total.js';

/** Pixels of a picture's longer side: there may be a thousand of them. */
const SIDE = 144;

/** @param {HostParts} parts @param {Sending} sending @param {ReturnType<typeof UploadDesk>} desk */
export function SentFiles(parts, { uploads, listeners, files }, desk) {
  const { text, say, timers, hashOf } = parts;
  const deletions = Deletions(parts, uploads, update);
  const list = PhotoList(desk.list, {
    text,
    onRetry: (id) => uploads.queue.retry(id),
    onRemove: (id) => uploads.queue.remove(id),
    onDelete: (id) => void deletions.ask(uploads.queue.state.find((upload) => upload.id === id)),
    onEmpty: () => desk.focus(),
  });
  const total = Total(desk.total, { text });
  const picturesOf = Pictures(list, files, timers);
  let frame = 0;
  /** Whose arrival is old news: it was said, or was before this view. */
  let told = sentOf(uploads.queue.state);

  function draw() {
    frame = 0;
    const sum = overall(uploads.queue.state);
    total.update(sum, uploads.secondsLeft);
    list.update(uploads.queue.state, { limits: uploads.limits, open: true, deletions: deletions.state });
    desk.kept.hidden = !sum.busy;
    desk.kept.textContent = text.of(uploads.isKept ? 'upload.kept' : 'upload.stay');
    desk.see.hidden = sum.sent === 0;
    desk.see.href = hashOf('library', { album: desk.address.albumId ?? OWN });
    picturesOf(uploads.queue.state);
    if (!sum.busy) {
      const sent = sentOf(uploads.queue.state);
      const arrived = [...sent].filter((id) => !told.has(id)).length;
      told = sent;
      if (arrived > 0) {
        say(text.count('upload.say.done', arrived));
      }
    }
  }

  function update() {
    frame ||= requestAnimationFrame(draw);
  }

  listeners.add(update);
  draw();
  return {
    update,
    leave() {
      listeners.delete(update);
      cancelAnimationFrame(frame);
    },
  };
}

/** @type {(queue: Queue) => Set<string>} */
function sentOf(queue) {
  return new Set(queue.filter(({ state }) => state === 'sent').map(({ id }) => id));
}

/**
 * A small picture of each file that has one; they are drawn one after the other.
 *
 * @param {ReturnType<typeof PhotoList>} list
 * @param {Map<string, File>} files
 * @param {HostParts['timers']} timers
 * @returns {(queue: Queue) => void}
 */
function Pictures(list, files, timers) {
  /** @type {Set<string>} */
  const drawn = new Set();

  return (queue) => {
    const there = new Set(queue.map(({ id }) => id));
    for (const [id, file] of files) {
      if (!there.has(id)) {
        files.delete(id);
      } else if (!drawn.has(id)) {
        drawn.add(id);
        void pictureOf(file, timers).then((picture) => picture && list.develop(id, picture));
      }
    }
  };
}

/** @type {(file: File, timers: HostParts['timers']) => Promise<HTMLCanvasElement | null>} */
async function pictureOf(file, timers) {
  const { contentType } = fileFacts(file);
  if (isVideo(contentType)) {
    return drawVideo(file, SIDE, timers);
  }
  return contentType.startsWith('image/') ? drawFile(file, SIDE) : null;
}

/** @type {(parts: HostParts, uploads: Sending['uploads'], onChange: () => void) => {state: Map<string, 'deleting' | 'kept'>, ask: (upload: Upload | undefined) => Promise<void>}} */
function Deletions({ host, text }, uploads, onChange) {
  /** @type {Map<string, 'deleting' | 'kept'>} */
  const state = new Map();
  return {
    state,
    async ask(upload) {
      const photoId = upload?.photoId;
      if (!upload || !photoId || state.get(photoId) === 'deleting') {
        return;
      }
      const answer = await askBySheet(document, {
        title: text.of('phone.delete.title'),
        lead: text.of('phone.delete.lead', { name: cleanName(upload.name) || text.of('phone.unnamed') }),
        answers: [
          ['delete', text.of('phone.delete.yes')],
          ['', text.of('phone.delete.no')],
        ],
        focus: '',
      });
      if (answer) {
        state.set(photoId, 'deleting');
        onChange();
        const isDeleted = await deleted(host, photoId);
        state.set(photoId, 'kept');
        if (isDeleted) {
          state.delete(photoId);
          uploads.deleted(photoId);
        }
        onChange();
      }
    },
  };
}

/** @type {(host: HostParts['host'], photoId: string) => Promise<boolean>} */
async function deleted(host, photoId) {
  try {
    const [outcome] = await host.remove([photoId]);
    return outcome.deleted || outcome.code === 'PhotoNotFound';
  } catch (error) {
    if (!(error instanceof ApiError || isTemporary(error))) {
      throw error;
    }
    return false;
  }
}
