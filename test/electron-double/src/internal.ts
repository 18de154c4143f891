/**
 * Key under which an object of the double offers what the rest of the double needs and Electron does not have. A symbol,
 * so that every *name* an app can reach is one of Electron's: that is what the drift test checks.
 */
export const internal: unique symbol = Symbol('electron-double internal');
