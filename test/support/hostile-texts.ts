/** Set by a script or an image of a hostile name where one runs. */
export const ownedMark = 'faultlineOwned';

/** Stands in markup that must never be answered as markup. */
export const markupMark = `<img src=x onerror=globalThis.${ownedMark}=1>`;

/** A header of this name in an answer was put there by a request. */
export const injectedHeader = 'x-injected-by-a-name';

/** Names that mean something to whatever they are shown in, stored in or asked of. */
export const hostileTexts = {
  script: `<script>globalThis.${ownedMark}=1</script>`,
  image: `"'>${markupMark}`,
  svg: `]]><svg onload=globalThis.${ownedMark}=1>`,
  link: `[free tokens](javascript:globalThis.${ownedMark}=1)`,
  picture: '![](https://evil.example/seen.png)',
  sqlDrop: "'; DROP TABLE faultline.calls; --",
  sqlUnion: "\\' UNION ALL SELECT name FROM system.users --",
  sqlParameter: '{provider:String}',
  prototype: '__proto__',
  constructorName: 'constructor',
  method: 'toString',
  ownProperty: 'hasOwnProperty',
  path: '../../../../etc/passwd',
  windowsPath: '..\\..\\windows\\win.ini',
  header: `a\r\n${injectedHeader}: 1\r\n\r\n<html>`,
  lines: 'first\nsecond\r\nthird # | cell',
  quotes: `"double" 'single' \`back\` \\`,
  label: '"} 1\nup{job="forged',
  nul: 'before\u0000after',
  bell: 'a\u0007\u001b[31mred',
  rightToLeft: 'claude-\u202Ecod.exe\u2066',
  surrogate: 'half \ud83d of one',
  lineSeparator: 'a\u2028b\u2029c',
  formula: "=cmd|' /C calc'!A0",
  plusFormula: '+1+HYPERLINK("https://evil.example")',
  template: '{{ .Labels.password }} <%= 7*7 %>',
  yaml: '!!js/function "x": [&a *a]',
  entity: '&lt;script&gt;&amp;&#x3c;b&#x3e;',
  accents: `e${'\u0301'.repeat(60)}`,
  format: '%s%n%d%00%c0%ae',
} as const satisfies Readonly<Record<string, string>>;
