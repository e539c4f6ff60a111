/** What the reference needs beside the console's style: it is a page to read. In the console's own colours and spaces. */
export const referenceStyle = `.reference {
  max-width: 62rem;
  margin: 0 auto;
  padding: var(--space-5) var(--space-5) var(--space-7);
  overflow-wrap: anywhere;
}
.reference h1 {
  margin-bottom: var(--space-3);
  font-size: 1.75rem;
}
.reference h2 {
  margin: var(--space-6) 0 var(--space-2);
  padding-top: var(--space-4);
  border-top: 1px solid var(--rule);
  color: var(--ink);
  font-size: 1.25rem;
  font-weight: 600;
}
.reference h3 {
  margin: var(--space-5) 0 var(--space-1);
  font-size: 1rem;
}
.reference p,
.reference pre,
.reference nav,
.reference .scrolls,
.reference section > ul {
  margin-bottom: var(--space-3);
}
.reference nav li {
  padding: var(--space-1) 0;
}
.reference nav a {
  display: inline-block;
  margin-right: var(--space-3);
}
.reference pre {
  padding: var(--space-3);
  overflow-x: auto;
  background: var(--wash);
  white-space: pre;
}
.reference table {
  border-collapse: collapse;
}
.reference th,
.reference td {
  padding: var(--space-1) var(--space-4) var(--space-1) 0;
  border-bottom: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
}
.reference thead th {
  color: var(--muted);
  font-size: var(--small);
  font-weight: 400;
}
.reference th code {
  white-space: nowrap;
}
`;
