/**
 * What a host does with his albums, by the HTTP API.
 *
 * @import { HostApi } from './host-api.js'
 * @import { AlbumChange, AlbumExport, AlbumNumbers, EnrolledKiosk, ExportWanted, Kiosk, OneAlbum, WallOrder } from './albums-wire.d.ts'
 */

import { queryOf, shaped } from './host-api.js';

const readAlbum = shaped('albumId', 'name', 'code', 'joinUrl', 'joinQrSvg');
const readExport = shaped('exportId', 'state', 'files');

/** @type {(albumId: string, rest?: string) => string} */
const pathOf = (albumId, rest = '') => `/albums/${encodeURIComponent(albumId)}${rest}`;

export class AlbumsApi {
  /** @param {Pick<HostApi, 'ask'>} host */
  constructor(host) {
    this.host = host;
  }

  /** @type {(said: AlbumChange) => Promise<OneAlbum>} */
  create(said) {
    return this.host.ask('/albums', { method: 'POST', body: said }, readAlbum);
  }

  /** @type {(albumId: string) => Promise<OneAlbum>} */
  read(albumId) {
    return this.host.ask(pathOf(albumId), {}, readAlbum);
  }

  /** @type {(albumId: string, change: AlbumChange) => Promise<OneAlbum>} */
  change(albumId, change) {
    return this.host.ask(pathOf(albumId), { method: 'PATCH', body: change }, readAlbum);
  }

  /** @type {(albumId: string) => Promise<void>} */
  remove(albumId) {
    return this.host.ask(pathOf(albumId), { method: 'DELETE' }, () => undefined);
  }

  /** @type {(albumId: string, since: number, signal?: AbortSignal) => Promise<AlbumNumbers>} */
  numbers(albumId, since, signal) {
    const path = pathOf(albumId, `/numbers${queryOf({ since })}`);
    return this.host.ask(path, { signal }, shaped('today', 'total', 'rejected'));
  }

  /** @type {(albumId: string) => Promise<Kiosk[]>} */
  async kiosks(albumId) {
    return (await this.host.ask(`/kiosks${queryOf({ album: albumId })}`, {}, shaped('kiosks'))).kiosks;
  }

  /** @type {(albumId: string, name: string) => Promise<EnrolledKiosk>} */
  enrol(albumId, name) {
    const how = { method: 'POST', body: { album: albumId, name } };
    return this.host.ask('/kiosks', how, shaped('kioskId', 'enrolmentUrl', 'wallUrl'));
  }

  /** @type {(albumId: string, kioskId: string) => Promise<Kiosk[]>} those that are left */
  async removeKiosk(albumId, kioskId) {
    const path = `/kiosks/${encodeURIComponent(kioskId)}${queryOf({ album: albumId })}`;
    return (await this.host.ask(path, { method: 'DELETE' }, shaped('kiosks'))).kiosks;
  }

  /** @type {(albumId: string, wanted: ExportWanted) => Promise<AlbumExport>} */
  startExport(albumId, wanted) {
    return this.host.ask(pathOf(albumId, '/exports'), { method: 'POST', body: wanted }, readExport);
  }

  /** @type {(albumId: string, exportId: string, signal?: AbortSignal) => Promise<AlbumExport>} */
  readExport(albumId, exportId, signal) {
    const path = pathOf(albumId, `/exports/${encodeURIComponent(exportId)}`);
    return this.host.ask(path, { signal }, readExport);
  }

  /** @type {(albumId: string, order: WallOrder) => Promise<{paused: boolean, seconds: number}>} */
  wall(albumId, order) {
    return this.host.ask(pathOf(albumId, '/wall'), { method: 'POST', body: order }, shaped('seconds'));
  }
}
