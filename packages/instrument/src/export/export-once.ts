/** The part of OpenTelemetry's exporter interfaces that takes something off one's hands. */
export interface Exporting<Items> {
  export(items: Items, done: (result: { readonly code: number; readonly error?: Error }) => void): void;
}

/** Result code of that interface; its package is not a dependency of ours. */
const exportSucceeded = 0;

/** What went wrong, as it was told or thrown; undefined for success. Never rejects. */
export function exportOnce<Items>(
  exporter: Exporting<Items>,
  items: Items,
): Promise<{ readonly error: unknown } | undefined> {
  return new Promise((resolve) => {
    try {
      exporter.export(items, ({ code, error }) => resolve(code === exportSucceeded ? undefined : { error }));
    } catch (error) {
      resolve({ error });
    }
  });
}
