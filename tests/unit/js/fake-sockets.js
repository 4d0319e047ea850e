/** A WebSocket that opens, speaks and breaks when a test says so. */
class FakeSocket {
  sent = [];
  closed = false;
  onopen = null;
  onclose = null;
  onmessage = null;

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  open() {
    this.onopen?.();
  }

  say(data) {
    this.onmessage?.({ data: typeof data === 'string' ? data : JSON.stringify(data) });
  }

  fail() {
    this.onclose?.();
  }
}

/** All that were made, and the class that makes them. */
export class FakeSockets {
  all = [];

  constructor() {
    const { all } = this;
    this.WebSocket = class extends FakeSocket {
      constructor(...parts) {
        super(...parts);
        all.push(this);
      }
    };
  }

  get last() {
    return this.all.at(-1);
  }
}
