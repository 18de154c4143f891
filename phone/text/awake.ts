/** Keeping the screen on while a run is watched. */
export const keepOn = 'Keep the screen on';
export const keepOnMeaning = 'While this runs and you look at it. It costs battery.';
export const letGo = 'Let the screen go dark';
export const letGoMeaning = 'It stays on while this runs.';
