import { register } from './install.ts';

/** `node --import @faultline/instrument/register app.js`: being loaded is all it takes. */
register();
