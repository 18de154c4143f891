/** Every keyword that an OpenSSH up to 10, Apple's, Debian's or Microsoft's knows. For any other, ssh refuses the whole file. */

const NAMES = `
  addkeystoagent addressfamily batchmode bindaddress bindinterface canonicaldomains canonicalizefallbacklocal
  canonicalizehostname canonicalizemaxdots canonicalizepermittedcnames casignaturealgorithms certificatefile
  challengeresponseauthentication channeltimeout checkhostip cipher ciphers clearallforwardings compression
  compressionlevel connectionattempts connecttimeout controlmaster controlpath controlpersist dsaauthentication
  dynamicforward enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fallbacktorsh fingerprinthash
  forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted gatewayports globalknownhostsfile
  globalknownhostsfile2 gssapiauthentication gssapiclientidentity gssapidelegatecredentials gssapikexalgorithms
  gssapikeyexchange gssapirenewalforcesrekey gssapiserveridentity gssapitrustdns hashknownhosts host hostbasedacceptedalgorithms
  hostbasedauthentication hostbasedkeytypes hostkeyalgorithms hostkeyalias hostname identitiesonly identityagent
  identityfile identityfile2 ignoreunknown include ipqos kbdinteractiveauthentication kbdinteractivedevices keepalive
  kexalgorithms knownhostscommand localcommand localforward loglevel logverbose macs match nohostauthenticationforlocalhost
  numberofpasswordprompts obscurekeystroketiming passwordauthentication permitlocalcommand permitremoteopen pkcs11provider
  port preferredauthentications protocol protocolkeepalives proxycommand proxyjump proxyusefdpass pubkeyacceptedalgorithms
  pubkeyacceptedkeytypes pubkeyauthentication refuseconnection rekeylimit remotecommand remoteforward requesttty
  requiredrsasize revokedhostkeys rhostsauthentication rhostsrsaauthentication rsaauthentication securitykeyprovider sendenv
  serveralivecountmax serveraliveinterval sessiontype setenv setupscript skeyauthentication smartcarddevice stdinnull
  streamlocalbindmask streamlocalbindunlink stricthostkeychecking syslogfacility tag tcpkeepalive tisauthentication tunnel
  tunneldevice updatehostkeys usekeychain useprivilegedport user userknownhostsfile userknownhostsfile2 useroaming usersh
  verifyhostkeydns versionaddendum visualhostkey warnweakcrypto xauthlocation`;

export const KEYWORDS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));

/** Those that have one word; ssh refuses the file for another behind it. */
export const ONE_WORD: ReadonlySet<string> = new Set([
  'addressfamily',
  'batchmode',
  'certificatefile',
  'controlmaster',
  'controlpath',
  'forwardagent',
  'forwardx11',
  'hostkeyalias',
  'hostname',
  'identitiesonly',
  'identityagent',
  'identityfile',
  'port',
  'stricthostkeychecking',
  'user',
]);

/** Those whose value is the rest of the line, as it stands there. */
export const WHOLE_LINE: ReadonlySet<string> = new Set([
  'knownhostscommand',
  'localcommand',
  'proxycommand',
  'proxyjump',
  'remotecommand',
]);
