import type { TextVariable } from './dashboard.ts';

/** Where the links to the console go. */
export const consoleVariable: TextVariable = {
  kind: 'text',
  name: 'console',
  label: 'Console',
  description: "Address of Faultline's console, without a slash at its end. Links go there.",
  value: 'http://127.0.0.1:4318',
};
