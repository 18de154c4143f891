/** What `electron-updater` throws, as the few kinds that a person can do something about. */
import { UpdateFailure, type UpdateFailureCode } from './update-source.ts';

const CODES: Readonly<Record<string, UpdateFailureCode>> = {
  ERR_CHECKSUM_MISMATCH: 'refused',
  ERR_UPDATER_INVALID_SIGNATURE: 'refused',
  ERR_UPDATER_NO_CHECKSUM: 'refused',
  ERR_UPDATER_INVALID_UPDATE_INFO: 'unreadable',
  ERR_UPDATER_INVALID_VERSION: 'unreadable',
  ERR_UPDATER_NO_FILES_PROVIDED: 'unreadable',
  ERR_UPDATER_ASSET_NOT_FOUND: 'unreadable',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'unreadable',
  ERR_UPDATER_LATEST_VERSION_NOT_FOUND: 'unreachable',
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'unreachable',
};

/** Of Chromium's network, of Node's, and answers that are no content. */
const UNREACHABLE = /^(net::ERR_|E(CONN|NOTFOUND|TIMEDOUT|AI_AGAIN|HOSTUNREACH|NETUNREACH|PIPE)|HTTP_ERROR_)/;
/** Squirrel's own words on macOS, which has no codes for them: about this copy, and about the one that was fetched. */
const UNSIGNED = /could not get code signature for running application/i;
const OTHERWISE_SIGNED = /code signature .*did not pass validation/i;

export function updateFailure(error: unknown): UpdateFailure {
  if (error instanceof UpdateFailure) return error;
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: '' };
  return new UpdateFailure(kindOf(code ?? '', message));
}

function kindOf(code: string, message: string): UpdateFailureCode {
  if (Object.hasOwn(CODES, code)) return CODES[code] as UpdateFailureCode;
  if (UNREACHABLE.test(code) || UNREACHABLE.test(message)) return 'unreachable';
  if (UNSIGNED.test(message)) return 'unsigned';
  if (OTHERWISE_SIGNED.test(message)) return 'refused';
  return 'failed';
}
