/** Text that opens something by itself: keys and tokens by their form, and addresses with a password. Pure. */

const FORMS = [
  // Blocks of private keys, PGP's too.
  /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
  /PuTTY-User-Key-File-\d/,
  /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{12,}/,
  /\bgh[opusr]_[A-Za-z0-9]{16,}/,
  /\bgithub_pat_\w{20,}/,
  /\bgl(?:pat|ptt|dt|rt|soat)-[\w-]{16,}/,
  /\b[sr]k_live_[A-Za-z0-9]{8,}/,
  /\bwhsec_[A-Za-z0-9+/]{16,}/,
  /\bsk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/,
  /\bAIza[\w-]{30,}/,
  /\bya29\.[\w-]{20,}/,
  /\bGOCSPX-[\w-]{20,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bpypi-[\w-]{20,}/,
  /\bdckr_(?:pat|oat)_[\w-]{16,}/,
  /\b(?:dop|doo|dor)_v1_[0-9a-f]{32,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{24,}/,
  /\bhf_[A-Za-z]{24,}/,
  /\bhvs\.[\w-]{20,}/,
  /\bAccountKey=[A-Za-z0-9+/]{20,}/,
  /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/,
  /\beyJ[\w-]{8,200}\.eyJ[\w-]{8,}/,
  // A password in an address that is written out, not put in from a variable or left as dots.
  /:\/\/[^\s:/?#@'"`<>{}]{0,100}:(?![$<{%*.…]|\[|x{3,}@)[^\s/?#@'"`<>]{1,200}@[\w[.-]/,
];
const CREDENTIAL = new RegExp(FORMS.map(({ source }) => source).join('|'));

export const holdsCredential = (text: string): boolean => CREDENTIAL.test(text);
