import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { signInStart, signInState } from '../../../static-site/lib/sign-in-state.js';
import { SigningIn } from '../../../static-site/lib/signing-in.js';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse battery';
const OWN = 'a password of my own';
const TOKENS = { idToken: 'id', refreshToken: 'refresh', expiresIn: 3600 };
const refusal = (code, status = 403) => new ApiError(status, code, '');

/** Somebody who is answered these, one after the other. */
function somebody(...answers) {
  const asked = [];
  const signedIn = [];
  const api = {
    ask: async (path, { body }, read) => {
      asked.push([path, body]);
      const answer = answers.shift() ?? {};
      if (answer instanceof Error) {
        throw answer;
      }
      return read(answer);
    },
  };
  const signing = new SigningIn({
    ...{ api, email: '', stay: false, onChange() {} },
    onSignedIn: (...who) => signedIn.push(who),
  });
  return { signing, asked, signedIn };
}

const typed = { email: ` ${EMAIL} `, password: PASSWORD, stay: true };

test('by address and password', async () => {
  const { signing, asked, signedIn } = somebody(TOKENS);
  await signing.submit(typed);
  assert.deepEqual(asked, [['/auth/signin', { email: EMAIL, password: PASSWORD }]]);
  assert.deepEqual(signedIn, [[EMAIL, TOKENS, true]]);
  assert.equal(signing.state.values.password, '', 'no secret stays');
});

test('who is refused stays where he was, with what he typed', async () => {
  const { signing, signedIn } = somebody(refusal('SignInRefused', 401), TOKENS);
  await signing.submit(typed);
  const { step, refusal: said, values, busy } = signing.state;
  assert.deepEqual([step, said, values.password, busy], ['sign-in', 'SignInRefused', PASSWORD, false]);
  await signing.submit({ password: OWN });
  assert.equal(signedIn.length, 1);
});

test('by a password that was only lent, and an authenticator app', async () => {
  const { signing, asked, signedIn } = somebody(
    ...[refusal('NewPasswordRequired'), refusal('MfaCodeRequired'), TOKENS],
  );
  await signing.submit(typed);
  assert.equal(signing.state.step, 'invited');
  await signing.submit({ newPassword: OWN });
  assert.equal(signing.state.step, 'mfa');
  await signing.submit({ code: ' 123 456 ' });
  assert.deepEqual(asked.slice(1), [
    ['/auth/signin', { email: EMAIL, password: PASSWORD, newPassword: OWN }],
    // It counts from the moment on in which it came.
    ['/auth/signin', { email: EMAIL, password: OWN, code: '123456' }],
  ]);
  assert.equal(signedIn.length, 1);
});

test('an app’s wrong code is asked for again', async () => {
  const { signing, signedIn } = somebody(refusal('MfaCodeRequired'), refusal('CodeRefused'), TOKENS);
  await signing.submit(typed);
  await signing.submit({ code: '111111' });
  assert.deepEqual([signing.state.step, signing.state.refusal], ['mfa', 'CodeRefused']);
  assert.equal(signing.state.values.code, '');
  await signing.submit({ code: '222222' });
  assert.equal(signedIn.length, 1);
});

test('an account is made, confirmed, and signed in with', async () => {
  const { signing, asked, signedIn } = somebody({}, refusal('CodeRefused'), {}, {}, TOKENS);
  signing.go('sign-up');
  await signing.submit({ email: EMAIL, newPassword: OWN });
  assert.deepEqual([signing.state.step, signing.state.note], ['verify', 'mailed']);
  await signing.submit({ code: '1' });
  assert.equal(signing.state.refusal, 'CodeRefused');
  await signing.mailAgain();
  assert.deepEqual([signing.state.step, signing.state.note], ['verify', 'mailed']);
  await signing.submit({ code: '2' });
  const signUp = ['/auth/signup', { email: EMAIL, password: OWN }];
  assert.deepEqual(asked, [
    signUp,
    ['/auth/verify', { email: EMAIL, code: '1' }],
    signUp,
    ['/auth/verify', { email: EMAIL, code: '2' }],
    ['/auth/signin', { email: EMAIL, password: OWN }],
  ]);
  assert.equal(signedIn.length, 1);
});

test('a forgotten password is replaced, by a mailed code', async () => {
  const { signing, asked, signedIn } = somebody({}, {}, {}, refusal('MfaCodeRequired'), TOKENS);
  signing.go('forgot');
  await signing.submit({ email: EMAIL });
  await signing.mailAgain();
  await signing.submit({ code: '123', newPassword: OWN });
  await signing.submit({ code: '456' });
  assert.deepEqual(asked.map(([path]) => path.slice(6)), [
    ...['forgot-password', 'forgot-password', 'confirm-forgot-password', 'signin', 'signin'],
  ]);
  assert.deepEqual(asked.at(-1)[1], { email: EMAIL, password: OWN, code: '456' });
  assert.equal(signedIn.length, 1);
});

test('what cannot be right is not sent', async () => {
  const { signing, asked } = somebody();
  await signing.submit({ email: ' ', password: PASSWORD });
  assert.equal(signing.state.refusal, 'missing.email');
  await signing.submit({ email: EMAIL, password: '' });
  assert.equal(signing.state.refusal, 'missing.password');
  signing.go('sign-up');
  assert.equal(signing.state.refusal, null);
  await signing.submit({ newPassword: 'short' });
  assert.equal(signing.state.refusal, 'PasswordRefused');
  await signing.mailAgain();
  assert.deepEqual(asked, []);
});

test('a line that is cut is nobody’s fault', async () => {
  for (const cut of [new ServiceAway(''), refusal('ServiceUnavailable', 503)]) {
    const { signing } = somebody(cut);
    await signing.submit(typed);
    assert.equal(signing.state.refusal, 'ServiceAway');
  }
  const { signing } = somebody(refusal('TooManyRequests', 429));
  await signing.submit(typed);
  assert.equal(signing.state.refusal, 'TooManyRequests');
});

test('what is wrong in us is not told as a refusal', async () => {
  const { signing } = somebody(new RangeError('ours'));
  await assert.rejects(signing.submit(typed), RangeError);
});

test('once at a time', async () => {
  const { signing, asked } = somebody(TOKENS);
  await Promise.all([signing.submit(typed), signing.submit(typed), signing.mailAgain()]);
  assert.equal(asked.length, 1);
  assert.equal(signInState(signing.state, { type: 'WENT', step: 'forgot' }), signing.state);
});

test('late answers and unknown events', () => {
  const state = signInStart(EMAIL);
  for (const event of [{ type: 'REFUSED', code: 'x' }, { type: 'MAILED', step: 'verify' }, { type: 'DONE' }]) {
    assert.equal(signInState(state, event), state);
  }
  assert.throws(() => signInState(state, { type: 'SUNG' }), TypeError);
});

test('a password that does not count after all leads back to the beginning', async () => {
  const { signing } = somebody({}, {}, refusal('SignInRefused', 401));
  signing.go('sign-up');
  await signing.submit({ email: EMAIL, newPassword: OWN });
  await signing.submit({ code: '1' });
  assert.deepEqual([signing.state.step, signing.state.refusal], ['sign-in', 'SignInRefused']);
});
