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
    code: null,
    url: 'https://store.example/photo-1?sig=1',
    ...changes,
  };
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
  contentTypes: ['image/jpeg', 'image/png', 'image/heic', 'image/heif'],
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
  completed: (photo = {}) => ({
    type: 'UPLOAD_COMPLETED',
    sessionId: SESSION_ID,
    status: 'COMPLETED',
    expiresAt: 1_000_600,
    photo: aPhoto(photo),
  }),
  rejected: (photo = {}) => ({
    type: 'PHOTO_REJECTED',
    sessionId: SESSION_ID,
    photo: aPhoto({ state: 'REJECTED', code: 'TOO_LARGE', url: null, ...photo }),
  }),
  expired: () => ({ type: 'SESSION_EXPIRED', sessionId: SESSION_ID }),
};
