/** Kept equal to `package.json` by a test: reading that file at run time would not survive a bundler. */
export const version: string = '0.0.0';
