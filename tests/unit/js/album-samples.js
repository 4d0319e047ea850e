/** Albums, valid by default, overridden by keyword. */

export function anAlbum(changes = {}) {
  return {
    albumId: 'album-1',
    code: '7KXR4MTW2H',
    ownerId: 'ada',
    name: 'Anna & Ben',
    createdAt: 1_000_000,
    opensAt: null,
    closesAt: null,
    moderated: false,
    guests: 'NOTHING',
    kioskShowsOwn: true,
    attract: 'MESSAGES',
    maxPhotos: 2000,
    photoCount: 0,
    retentionDays: null,
    webhookUrl: null,
    webhookSecret: null,
    joinUrl: 'https://site.example/phone.html#join=7KXR4MTW2H',
    joinQrSvg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    galleryUrl: null,
    ...changes,
  };
}

export function anExport(changes = {}) {
  return {
    exportId: 'export-1',
    albumId: 'album-1',
    state: 'MAKING',
    size: 'original',
    visibility: null,
    createdAt: 1_000_000,
    expiresAt: 1_259_200,
    photosTotal: null,
    photosDone: 0,
    photosLeftOut: null,
    files: [],
    urlsExpireAt: null,
    ...changes,
  };
}
