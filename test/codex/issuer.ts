/**
 * A place where Codex signs in, scripted: hands out one device code, waits until the test says that it was entered, and then
 * gives tokens that nobody signed. What Codex asks of it was found by watching the real one (0.169.0).
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Issuer {
  /** Base address, without a path. */
  readonly url: string;
  readonly code: string;
  /** The person has entered the code. */
  enter(): void;
  /** The code that was given last is good no longer, and Codex is told so; the next one is. */
  refuse(): void;
  close(): Promise<void>;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const TOKEN = [
  part({ alg: 'none', typ: 'JWT' }),
  part({
    email: 'ada@example.org',
    exp: 4_102_444_800,
    'https://api.openai.com/auth': {
      chatgpt_plan_type: 'pro',
      chatgpt_user_id: 'user',
      chatgpt_account_id: 'account',
    },
  }),
  'c2lnbmF0dXJl',
].join('.');

const ACCOUNTS = {
  accounts: [
    {
      id: 'account',
      account_user_id: 'user__account',
      structure: 'personal',
      plan_type: 'pro',
      name: null,
      workspace_backend_origin: 'https://chatgpt.com',
      account_routing_override: 'NO_CONSTRAINT',
    },
  ],
  default_account_id: 'account',
  account_ordering: ['account'],
};

/** @param code what the person has to enter */
export async function startIssuer(code = 'ABCD-12345'): Promise<Issuer> {
  let entered = false;
  let refused = false;
  const answers: Readonly<Record<string, () => object | null>> = {
    '/api/accounts/deviceauth/usercode': () => {
      refused = false;
      return { device_auth_id: 'device', user_code: code, interval: '1' };
    },
    // 403 until then: Codex asks again after the interval.
    '/api/accounts/deviceauth/token': () =>
      entered
        ? { authorization_code: 'authorization', code_challenge: 'challenge', code_verifier: 'verifier' }
        : null,
    '/oauth/token': () => ({ id_token: TOKEN, access_token: TOKEN, refresh_token: 'refresh' }),
    '/backend-api/wham/accounts/check': () => ACCOUNTS,
  };
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const answer = answers[request.url ?? ''];
      const body = answer?.() ?? null;
      const declined = refused ? 400 : 403;
      response.writeHead(body !== null ? 200 : answer === undefined ? 404 : declined, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    code,
    enter: () => {
      entered = true;
    },
    refuse: () => {
      refused = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
