/** The service as whoever sends files of his own knows it, and a page that sends some. */

import { IDBFactory } from 'fake-indexeddb';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { openDatabase } from '../../../static-site/lib/database.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { UserUploads } from '../../../static-site/lib/user-uploads.js';
import { FakeTimers } from './fake-timers.js';
import { aPhoto, LIMITS } from './samples.js';

const PUT_BYTES = 5000;
const PART_BYTES = 400;
const USER_LIMITS = { ...LIMITS, maxPhotos: 1, maxFileBytes: 9000, maxVideoBytes: 9000 };
const NO_LOCKS = { request: (_, work) => work() };

/** Keeps what it is sent: by one PUT, or in parts what is larger than 5,000 bytes. */
export class UserService {
  /** Bodies of `POST /upload`. */
  issued = [];
  /** By its session: what has become of its one photo. */
  photos = new Map();
  withdrawn = [];
  /** Numbers of the parts that are there, by photo. */
  parts = new Map();
  /** Answers no request any more, one after the other: each an error to throw. */
  refusals = [];
  /** Statuses that storage answers with, before it does as it should. */
  stumbles = [];
  puts = [];

  ask = async (path, { body, token }, read) => {
    this.#refuse();
    if (path === '/upload') {
      return read(this.#issue(body));
    }
    const { pathname, searchParams } = new URL(path, 'https://api.example');
    const photoId = pathname.split('/')[2];
    const there = this.parts.get(photoId);
    if (!there) {
      throw new ApiError(404, 'UploadGone', '');
    }
    this.tokens ??= new Set();
    this.tokens.add(token);
    if (pathname.endsWith('/complete')) {
      this.arrive(photoId);
      return read({});
    }
    const numbers = searchParams.get('numbers')?.split(',') ?? [];
    const urls = numbers.map((number) => ({ number, method: 'PUT', url: `${photoId}/${number}`, headers: {} }));
    return read({ arrived: numbers.length === 0 ? [...there] : [], urls });
  };

  snapshot = async (sessionId) => {
    this.#refuse();
    const photo = this.photos.get(sessionId);
    if (!photo) {
      throw new ApiError(404, 'SessionNotFound', '');
    }
    return { photos: [photo] };
  };

  withdraw = async (sessionId) => {
    this.withdrawn.push(sessionId);
  };

  put = async ({ url }, bytes, { signal, onProgress }) => {
    const status = this.stumbles.shift() ?? 200;
    if (status === 'hang') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 0;
    }
    this.puts.push([url, bytes.size]);
    if (status === 200) {
      onProgress(bytes.size);
      const [photoId, number] = url.split('/');
      if (number) {
        this.parts.get(photoId).add(Number(number));
      } else {
        this.arrive(photoId);
      }
    }
    return status;
  };

  /** All that was sent of it is there. */
  arrive(photoId, changes = { state: 'STORED' }) {
    this.photos.set(photoId.replace('photo', 'session'), aPhoto({ photoId, ...changes }));
  }

  #issue(body) {
    this.issued.push(body);
    const number = this.issued.length;
    const told = { sessionId: `session-${number}`, photoId: `photo-${number}` };
    this.arrive(told.photoId, { state: 'PENDING' });
    const common = { ...told, phoneToken: `token-${number}`, serverTime: 0, limits: USER_LIMITS };
    if (body.size > PUT_BYTES) {
      this.parts.set(told.photoId, new Set());
      return { ...common, partBytes: PART_BYTES, partCount: Math.ceil(body.size / PART_BYTES) };
    }
    return { ...common, method: 'PUT', url: told.photoId, headers: {} };
  }

  #refuse() {
    const refusal = this.refusals.shift();
    if (refusal) {
      throw refusal === 'away' ? new ServiceAway('') : refusal;
    }
  }
}

/** A browser, with what outlives its pages. */
export const aBrowser = () => ({ indexedDB: new IDBFactory(), nowMs: 1_000_000, made: 0 });

/** A page of it. */
export async function aPage(service, world = aBrowser(), changes = {}) {
  const timers = new FakeTimers();
  const naps = new Naps(timers);
  const uploads = new UserUploads({
    userId: 'ada',
    host: service,
    api: service,
    database: world.indexedDB ? await openDatabase(world.indexedDB, 'test') : null,
    locks: NO_LOCKS,
    put: service.put,
    naps,
    random: () => 0,
    online: () => true,
    now: timers.now,
    nowMs: () => world.nowMs,
    newId: () => `file-${(world.made += 1)}`,
    onChange: () => {},
    ...changes,
  });
  const states = () => uploads.queue.state.map(({ state, code, shown }) => code ?? (shown ? 'ready' : state));
  return { uploads, states, timers };
}
