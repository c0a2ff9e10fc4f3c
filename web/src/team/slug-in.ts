/** What somebody types as a name, as addresses and commands have it: `Acme Web` is `acme-web`. */
export function slugIn(typed: string): string {
  return typed
    .trimStart()
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, "-");
}
