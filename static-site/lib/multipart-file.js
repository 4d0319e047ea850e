/**
 * One large file and the service that takes it in parts. Loaded when there is one.
 *
 * @import { Outcome, Persisting, Put } from './ports.d.ts'
 * @import { Api } from './api.js'
 * @import { MultipartUpload, Parts } from './wire.d.ts'
 */

import { readLimits } from './api.js';
import { fileFacts } from './file-facts.js';
import { MalformedMessage } from './messages.js';
import { sendInParts } from './multipart.js';

/**
 * @typedef {object} FileParts
 * @property {string} sessionId
 * @property {string} token
 * @property {Pick<Api, 'ask'>} api
 * @property {Put} put
 * @property {(bytes: Blob) => Promise<string | undefined>} sha256
 */

export class MultipartFile {
  /**
   * @param {string} id the requestId
   * @param {File} file
   * @param {FileParts} parts
   */
  constructor(id, file, parts) {
    this.id = id;
    this.file = file;
    this.parts = parts;
  }

  /** @returns {Promise<MultipartUpload>} the same one each time */
  async create() {
    const { api, sessionId, token, sha256 } = this.parts;
    const { name, sizeBytes, contentType } = fileFacts(this.file);
    const body = {
      ...{ sessionId, requestId: this.id, size: sizeBytes, contentType, filename: name },
      checksum: (await sha256(new Blob())) ? 'SHA256' : undefined,
    };
    return api.ask('/uploads', { method: 'POST', token, body }, readUpload);
  }

  /**
   * @param {Persisting & {canRead: () => Promise<boolean>}} how
   * @param {(upload: MultipartUpload) => void} onCreated
   * @param {(sentBytes: number) => void} onProgress
   * @returns {Promise<Outcome>}
   */
  send(how, onCreated, onProgress) {
    const { api, sessionId, token } = this.parts;
    const { signal } = how;
    let path = '';
    return sendInParts({
      ...how,
      onProgress,
      sizeBytes: this.file.size,
      create: async () => {
        const upload = await this.create();
        path = `/uploads/${encodeURIComponent(upload.photoId)}`;
        onCreated(upload);
        return upload;
      },
      arrived: async () => {
        const query = new URLSearchParams({ sessionId });
        return (await api.ask(`${path}/parts?${query}`, { token, signal }, readParts)).arrived;
      },
      putPart: async ({ number, from, to }, onPartProgress) => {
        const bytes = this.file.slice(from, to);
        const sha256 = await this.parts.sha256(bytes);
        const query = new URLSearchParams({
          ...{ sessionId, numbers: String(number) },
          ...(sha256 && { sha256 }),
        });
        const { urls } = await api.ask(`${path}/parts?${query}`, { token, signal }, readParts);
        return this.parts.put(urls[0], bytes, { signal, onProgress: onPartProgress });
      },
      complete: () => {
        const body = { sessionId };
        return api.ask(`${path}/complete`, { method: 'POST', token, body, signal }, () => undefined);
      },
    });
  }
}

/** @type {(body: any) => MultipartUpload} */
function readUpload(body) {
  const { photoId, partBytes, partCount } = body ?? {};
  if (typeof photoId !== 'string' || !(partBytes > 0) || !(partCount > 0)) {
    throw new MalformedMessage('not an upload in parts');
  }
  return { ...body, limits: readLimits(body.limits) };
}

/** @type {(body: any) => Parts} */
function readParts(body) {
  if (!Array.isArray(body?.arrived) || !Array.isArray(body.urls)) {
    throw new MalformedMessage('not a list of parts');
  }
  return body;
}
