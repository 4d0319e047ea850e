/** Valid by default, overridden by keyword. */

export const SESSION_ID = 'abcdefghijklmnopqrstuv';

export function aPhoto(changes = {}) {
  return {
    photoId: 'photo-1',
    state: 'STORED',
    fileName: 'sea.jpg',
    contentType: 'image/jpeg',
    sizeBytes: 1000,
    storedAt: 1_000_010,
    shownAt: null,
    code: null,
    url: 'https://store.example/photo-1?sig=1',
    renditions: null,
    ...changes,
  };
}

/** On its way. */
export function aComingPhoto(changes = {}) {
  return aPhoto({ state: 'PENDING', url: null, storedAt: null, ...changes });
}

/** Somebody who may has deleted it. */
export function aDeletedPhoto(changes = {}) {
  return aPhoto({ state: 'REJECTED', code: 'DELETED', url: null, ...changes });
}

/** Of a picture that is four by three; `signature`: each answer brings another one. */
export function aReadyPhoto(changes = {}, signature = 1) {
  const rendition = (name, width, height) => ({
    url: `https://media.example/photo-1/${name}.jpg?sig=${signature}`,
    width,
    height,
  });
  const renditions = {
    thumb: rendition('thumb', 252, 189),
    medium: rendition('medium', 1008, 756),
    large: rendition('large', 2016, 1512),
  };
  return aPhoto({ state: 'READY', url: renditions.large.url, renditions, ...changes });
}

export function aSnapshot(changes = {}) {
  return {
    sessionId: SESSION_ID,
    status: 'AWAITING_SCAN',
    createdAt: 1_000_000,
    expiresAt: 1_000_600,
    serverTime: 1_000_000,
    photos: [],
    ...changes,
  };
}

export function aSession(changes = {}) {
  return {
    ...aSnapshot(),
    uploadPageUrl: `https://site.example/phone.html#${SESSION_ID}`,
    qrSvg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    screenToken: 's'.repeat(43),
    ...changes,
  };
}

export const LIMITS = {
  maxPhotos: 10,
  maxUploadBytes: 26_214_400,
  maxPreviewBytes: 24_000,
  contentTypes: ['image/jpeg', 'image/png', 'image/heic', 'image/heif'],
  maxPutBytes: 16_777_216,
  maxVideoBytes: 0,
};

export function aTicket(changes = {}) {
  return {
    sessionId: SESSION_ID,
    status: 'UPLOAD_REQUESTED',
    photoId: 'photo-1',
    method: 'PUT',
    url: 'https://store.example/photo-1',
    headers: { 'content-type': 'image/jpeg' },
    expiresAt: 1_000_300,
    sessionExpiresAt: 1_000_600,
    serverTime: 1_000_000,
    limits: LIMITS,
    ...changes,
  };
}

export const told = {
  state: (changes) => ({ type: 'SESSION_STATE', ...aSnapshot(changes) }),
  connected: () => ({
    type: 'PHONE_CONNECTED',
    sessionId: SESSION_ID,
    status: 'UPLOAD_REQUESTED',
    expiresAt: 1_000_600,
  }),
  /** `percents`: by photo. */
  progress: (percents = { 'photo-1': 0 }, secondsLeft = null) => ({
    type: 'UPLOAD_PROGRESS',
    sessionId: SESSION_ID,
    photos: Object.entries(percents).map(([photoId, percent]) => ({
      ...aComingPhoto({ photoId }),
      percent,
    })),
    secondsLeft,
  }),
  preview: (photo = {}, jpeg = '/9j/4AAQ') => ({
    type: 'UPLOAD_PREVIEW',
    sessionId: SESSION_ID,
    photo: aComingPhoto(photo),
    jpeg,
    width: 160,
    height: 120,
  }),
  completed: (photo = {}) => ({
    type: 'UPLOAD_COMPLETED',
    sessionId: SESSION_ID,
    status: 'COMPLETED',
    expiresAt: 1_000_600,
    photo: aPhoto(photo),
  }),
  ready: (photo = {}, signature = 1) => ({
    type: 'PHOTO_READY',
    sessionId: SESSION_ID,
    photo: aReadyPhoto(photo, signature),
  }),
  rejected: (photo = {}) => ({
    type: 'PHOTO_REJECTED',
    sessionId: SESSION_ID,
    photo: aPhoto({ state: 'REJECTED', code: 'TOO_LARGE', url: null, ...photo }),
  }),
  withdrawn: (photo = {}) => ({
    type: 'PHOTO_REJECTED',
    sessionId: SESSION_ID,
    photo: aComingPhoto({ state: 'REJECTED', code: 'WITHDRAWN', ...photo }),
  }),
  deleted: (photo = {}) => ({
    type: 'PHOTO_DELETED',
    sessionId: SESSION_ID,
    photo: aDeletedPhoto(photo),
  }),
  shown: (photo = {}) => ({
    type: 'PHOTO_SHOWN',
    sessionId: SESSION_ID,
    photo: aPhoto({ shownAt: 1_000_012, ...photo }),
  }),
  expired: () => ({ type: 'SESSION_EXPIRED', sessionId: SESSION_ID }),
};
