/**
 * Every entry of the tray menu and every control of the control panel, with the test that drives it on the built app and the
 * real host: `file › words of its title`. `*` stands for what differs from owner to owner: a name, a path, a number.
 * `control-panel/controls.test.ts` looks for all of them and fails where one is not here, or is here and gone.
 */

/** `window`: around the views. `setup`: the first start. */
export type Place =
  | 'tray'
  | 'window'
  | 'home'
  | 'setup'
  | 'pair'
  | 'phones'
  | 'projects'
  | 'environments'
  | 'waiting'
  | 'activity'
  | 'policy'
  | 'settings';

const tray = (title: string): string => `desktop-tray › ${title}`;
const desktop = (title: string): string => `desktop › ${title}`;
/** SSH hosts, with a real sshd. */
const hosts = (title: string): string => `desktop-environments › ${title}`;
/** SSH hosts, with the real Codex over there. */
const devboxes = (title: string): string => `desktop-ssh › ${title}`;
/** From the first start to the first update. */
const days = (title: string): string => `desktop-settings-updates › ${title}`;
/** On the host of the first days. */
const policy = (title: string): string => `desktop-settings-updates › ${title}`;
const phonesView = (title: string): string => `desktop-phones-view › ${title}`;
/** What a folder holds is more than fits. */
const fullFolder = (title: string): string => `desktop-more-than-fits › ${title}`;
const waitingView = (title: string): string => `desktop-waiting › ${title}`;

const keepAwake = {
  'radio Off': days('Home chooses what keeps it awake'),
  'radio While a phone is connected': days('Home chooses what keeps it awake'),
  'radio While the agent works': days('Home chooses what keeps it awake'),
  'radio Always': days('Home chooses what keeps it awake'),
  'switch Let it sleep on battery': days('Home chooses what keeps it awake'),
};
const signIn = {
  'button Sign in': days('signs the real Codex in'),
  'button Open page': days('signs the real Codex in'),
  'button Copy the code': days('signs the real Codex in'),
  'button Cancel': days('signs the real Codex in'),
  'button Try again': days('signs the real Codex in'),
};
const agent = {
  'button Copy the command': days('its one button finds no agent'),
  'button Look again': days('its one button finds no agent'),
  ...signIn,
};
const code = {
  'button Copy link': desktop('the code in the window reads as the link'),
  'button New code': desktop('a new code is another one'),
  'radio Look*': phonesView('a code made for less'),
};

export const DRIVEN: Readonly<Record<Place, Readonly<Record<string, string>>>> = {
  tray: {
    'Waiting for you (*) › *': tray('what waits stands in the menu'),
    'Waiting for you (*) › * more…': tray('of six questions the last is a number'),
    'Pair a phone…': tray('Pair a phone, Open control panel'),
    'Phones › * › Revoke…': tray('Phones: state and last seen; Revoke'),
    'Phones › More › * › Revoke…': tray('of seven the rest stands behind More'),
    'Phones › * › Decide…': tray('a copied one is held back'),
    'Keep awake › Off': 'desktop-power › with a phone, and a turn',
    'Keep awake › While a phone is connected': 'desktop-power › with a phone, and a turn',
    'Keep awake › While the agent works': 'desktop-power › with a phone, and a turn',
    'Keep awake › Always': 'desktop-power › with a phone, and a turn',
    'Keep awake › Let it sleep on battery': 'desktop-power › with a phone, and a turn',
    'Run on › This computer': tray('Run on: this computer'),
    'Run on › *': hosts('whoever chooses a host is led'),
    'Run on › More…': hosts('Run on: five hosts'),
    'Run on › * asks something…': hosts('whoever chooses a host is led'),
    'Run on › * wants your attention…': hosts('a key that changed'),
    'Run on › SSH hosts are switched off…': hosts('switched off: the menu'),
    'Run on › SSH hosts…': hosts('Run on: five hosts'),
    'Open control panel': tray('Pair a phone, Open control panel'),
    'Restart to update to *': days('interrupts no turn, whoever asks'),
    Quit: tray('the status says on what; quitting asks first'),
  },
  window: {
    'button Home': days('its one button finds no agent'),
    'button Pair': phonesView('a code made for less'),
    'button Phones*': phonesView('what the owner changes in a row'),
    'button Projects': phonesView('folders are opened by dropping'),
    'button Environments*': hosts('a key that changed'),
    'button Waiting*': waitingView('nothing waits'),
    'button Activity': waitingView('activity lists'),
    'button Policy': days('a preset is chosen'),
    'button Settings': days('a switch is written and obeyed'),
    'button Keys': days('its one button finds no agent'),
    'button Close': days('its one button finds no agent'),
    'button Try again': 'desktop-power › a host that cannot say how it stands',
  },
  home: {
    'button Pair a phone': days('its one button finds no agent'),
    'button Pair one': days('its one button finds no agent'),
    'button Answer': days('interrupts no turn'),
    ...agent,
    'button Try * again': days('switches a way on and off again'),
    'button Show it': days('a mistake made by hand'),
    'button Show the policy': days('a mistake made by hand'),
    'button Other ways': days('switches a way on and off again'),
    'button Decide': tray('a copied one is held back'),
    'button What helps': 'desktop-power › a desktop in which nobody takes the request',
    ...keepAwake,
    'button Restart to update': days('interrupts no turn, whoever asks'),
    'button Close': 'desktop-window › is opened again, and says so',
    'button Set up this computer': days('ends with a phone'),
  },
  setup: {
    'button Set up this computer': days('its one button finds no agent'),
    'button Go on with the set-up': days('switches a way on and off again'),
    'button Open: *': days('ends with a phone'),
    'button Back': days('starts with the system from now on'),
    'button Next': days('starts with the system from now on'),
    'button Skip this step': days('switches a way on and off again'),
    'button Done': days('ends with a phone'),
    ...agent,
    'button Turn on both': days('starts with the system from now on'),
    'button Keep it awake': 'desktop-power › where Outpost is not installed',
    'switch Start at login': days('starts with the system from now on'),
    ...keepAwake,
    'button Copy the command: *': days('starts with the system from now on'),
    'button Choose a folder…': days('opens a project'),
    'button Choose another…': days('opens a project'),
    'button Share': days('threads are shared with the terminal'),
    'button Not now': days('opens a project'),
    'button Copy the command that ends the daemon': days('threads are shared with the terminal'),
    'button Try again': days('threads are shared with the terminal'),
    'button Turn on: *': days('switches a way on and off again'),
    'button Turn off: *': days('switches a way on and off again'),
    'button Try again: *': days('switches a way on and off again'),
    ...code,
  },
  pair: {
    ...code,
    'button Try again': phonesView('a relay whose address is too long'),
    'button Show what is wrong': fullFolder('a host that no phone can reach'),
    'button The words match': phonesView('a code made for less'),
    'button They differ…': phonesView('words that differ'),
    'button Cancel': phonesView('words that differ'),
    'button Revoke': phonesView('words that differ'),
    'button Pair another phone': 'desktop-phone › a phone is revoked from the menu',
    'button Pair a phone': phonesView('makes room for another'),
    'textbox Whose phone is it?': phonesView('a code made for less'),
    'button Saved': phonesView('a code made for less'),
  },
  phones: {
    'button Pair a phone': phonesView('a phone that may not start'),
    'button Rename *': phonesView('what the owner changes in a row'),
    'button Say whose it is (*)': phonesView('what the owner changes in a row'),
    'textbox Name of the phone': phonesView('what the owner changes in a row'),
    'textbox Whose it is': phonesView('what the owner changes in a row'),
    'button Save': phonesView('what the owner changes in a row'),
    'button Cancel': phonesView('a phone is revoked from its row'),
    'combobox What it may do (*)': phonesView('what the owner changes in a row'),
    'combobox Forget it when unused (*)': phonesView('what the owner changes in a row'),
    'button Revoke *': phonesView('a phone is revoked from its row'),
    'button Revoke': phonesView('a phone is revoked from its row'),
    'button Revoke all * phones…': phonesView('all phones are revoked'),
    'button Revoke all *': phonesView('all phones are revoked'),
    'button Let it back in (*)': tray('a copied one is held back'),
  },
  projects: {
    'textbox Path of a folder': desktop('a project is opened by its path'),
    'button Add': desktop('a project is opened by its path'),
    'button Choose a folder…': phonesView('a folder is chosen by the dialog'),
    'button Show * in the file manager': phonesView('a folder is chosen by the dialog'),
    'button Remove *': phonesView('a folder is chosen by the dialog'),
    'button Remove it…': phonesView('a folder is chosen by the dialog'),
    'button Cancel': phonesView('a folder is chosen by the dialog'),
    'button Remove': phonesView('a folder is chosen by the dialog'),
  },
  environments: {
    'button Answer what * asks': hosts('the desk is told by a notification'),
    'button Connect: *': hosts('an attempt is given up'),
    'button Connect again: *': hosts('a key that changed'),
    'button Try now: *': hosts('one that is lost'),
    'button Disconnect: *': hosts('the desk is told by a notification'),
    'button Stop trying: *': hosts('an attempt is given up'),
    'button Leave it off: *': hosts('a key that changed'),
    'button More about *': hosts('what is missing there'),
    'button Less about *': hosts('a folder there is opened'),
    'button Copy the command for *': hosts('what is missing there'),
    'button Check * again': hosts('what is missing there'),
    'button Log of the last attempt to connect *': hosts('what is missing there'),
    'textbox What ssh printed for *': hosts('what is missing there'),
    'textbox Path of a folder on *': hosts('a folder there is opened'),
    'button Add': hosts('a folder there is opened'),
    'button Disconnect * and stop its server': hosts('to stop its server is asked once'),
    'button Disconnect and stop it': hosts('to stop its server is asked once'),
    'button Cancel': hosts('to stop its server is asked once'),
    'searchbox Search hosts': hosts('hosts are found by searching'),
    'checkbox Hidden ones too': hosts('hosts are found by searching'),
    'button Connect *': hosts('the other computer’s own question'),
    'button Hide * in lists': hosts('hosts are found by searching'),
    'button Show * in lists': hosts('hosts are found by searching'),
    'button Show more': hosts('of very many hosts'),
    'button Open the settings': hosts('switched off: the menu'),
    'textbox The fingerprint that you were given': hosts('whoever chooses a host is led'),
    'button Compare and connect': hosts('whoever chooses a host is led'),
    'button Do not connect': hosts('a key that changed'),
    'button It is the same: connect': hosts('a key that changed'),
    'textbox Password': hosts('a password that is wrong'),
    'checkbox Show what I type': hosts('a password that is wrong'),
    'button Send': hosts('a password that is wrong'),
    'textbox Passphrase': hosts('the desk is told by a notification'),
    'button Not now': hosts('the desk is told by a notification'),
    'textbox Your answer': devboxes('a code that the host asks for'),
    'textbox PIN': hosts('what ssh asks in its own sentences'),
    'textbox Password it asks for': hosts('what ssh asks in its own sentences'),
    'button Yes': hosts('what ssh asks in its own sentences'),
    'button No': hosts('what ssh asks in its own sentences'),
    'button Start it': devboxes('its agent is started over there'),
    'button Do not start it': devboxes('its agent is started over there'),
    'button Disconnect': devboxes('its agent is started over there'),
    'button Show the terminal': hosts('the other computer’s own question'),
    'button Hide the terminal': hosts('an attempt is given up'),
    'button Stop connecting': hosts('an attempt is given up'),
    'textbox Terminal of *': hosts('the other computer’s own question'),
  },
  waiting: {
    'button * · *': waitingView('one of each kind'),
    'button * lines added: * lines removed: *': waitingView('an approval that is answered at the desk'),
    'checkbox Do not ask again *': waitingView('one of each kind'),
    'button Approve': waitingView('an approval that is answered at the desk'),
    'button Decline': waitingView('one of each kind'),
    'button Say why not…': waitingView('one of each kind'),
    'textbox Why not, for the agent': waitingView('one of each kind'),
    'button Decline and stop the turn': days('interrupts no turn'),
    'button Send answer': waitingView('one of each kind'),
    'radio *': waitingView('one of each kind'),
    'textbox Or in your own words': waitingView('its question at the desk in own words'),
    'button Stop the turn': waitingView('a turn is stopped at the desk'),
  },
  activity: {
    'combobox What is shown': waitingView('activity lists'),
    'combobox By whom': waitingView('activity lists'),
    'checkbox Answered by rule*': waitingView('activity lists'),
    'button Load older': waitingView('a log that cannot be read'),
    'button Try again': waitingView('a log that cannot be read'),
  },
  policy: {
    'radio *': policy('a preset is chosen'),
    'combobox *: answered': policy('a cell and a time are changed'),
    'combobox *: open for': policy('a cell and a time are changed'),
    'combobox Kind of question': policy('an exception is added and removed'),
    'combobox How far it reaches': policy('an exception is added and removed'),
    'combobox Where this kind is answered': policy('an exception is added and removed'),
    'button Add exception': policy('an exception is added and removed'),
    'button Remove: *': policy('an exception is added and removed'),
    'combobox *: says yes up to': policy('a page without encryption'),
    'switch Keep quiet hours': policy('quiet hours begin and end'),
    'textbox From': policy('quiet hours begin and end'),
    'textbox To': policy('quiet hours begin and end'),
    'combobox In the quiet hours': policy('quiet hours begin and end'),
    'combobox What the rule is about': policy('rules about commands and files'),
    'textbox Program and arguments': policy('rules about commands and files'),
    'combobox Where it is answered': policy('rules about commands and files'),
    'button Add rule': policy('rules about commands and files'),
    'button Remove the rule *': policy('rules about commands and files'),
    'textbox Command to explain': policy('a command is explained'),
    'combobox Project': policy('a command is explained'),
    'button Explain': policy('a command is explained'),
    'button Show the file': policy('a mistake made by hand'),
    'button Show in its folder': policy('a mistake made by hand'),
  },
  settings: {
    'button Copy the lines for config.toml': days('threads are shared with the terminal'),
    'button Copy the command that ends the daemon': days('threads are shared with the terminal'),
    'button Try again': days('threads are shared with the terminal'),
    'switch Start at login': days('a switch is written and obeyed'),
    'switch *': days('every other switch'),
    'radio *': days('a choice holds the computer awake'),
    'button Set “*” back': days('a switch is written and obeyed'),
    'textbox Forget a phone *': days('a number that is none'),
    'textbox Name of this computer': days('a text is obeyed'),
    'textbox Where links open': days('a text is obeyed'),
    'textbox Add to “Relays of your own”': days('relays are added and removed'),
    'button Add': days('relays are added and removed'),
    'button Remove *': days('relays are added and removed'),
    'button Try again: *': days('switches a way on and off again'),
    'button Look now': days('is looked for at the start'),
    'button Restart to update': days('is fetched by itself'),
    'button Show in its folder': days('the file is shown where it lies'),
    'button Move to the keychain…': days('the key moves to a file and back'),
    'button Move to the keychain': days('the key moves to a file and back'),
    'button Move to a file…': days('the key moves to a file and back'),
    'button Move to a file': days('the key moves to a file and back'),
    'button Cancel': days('the key moves to a file and back'),
  },
};
