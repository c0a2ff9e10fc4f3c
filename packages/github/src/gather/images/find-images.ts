/** An image of a page. */
export interface PageImage {
  /** As the text has it. */
  address: string;
  /** Where it is to be had. */
  source: URL;
}

const MAX_TAGS = 100;
/** In attributes a page writes both by their names. */
const TAG = /<img\s([^<>]{1,8000})>/g;
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/**
 * The images that GitHub's page of a text shows, by what the text calls them: it may have been changed since it was asked for, and only
 * what stood in it then is told. What was dropped into a text has another address on the page, with the same name in it.
 */
export function findImages(html: string, addresses: readonly string[]): PageImage[] {
  const found = new Map<string, PageImage>();
  for (const [, attributes = ""] of [...html.matchAll(TAG)].slice(0, MAX_TAGS)) {
    const source = URL.parse(attributeOf(attributes, "src"));
    const canonical = attributeOf(attributes, "data-canonical-src");
    const address = source === null ? undefined : addresses.find((one) => isOf(one, { source, canonical }));
    if (source !== null && address !== undefined && !found.has(address)) {
      found.set(address, { address, source });
    }
  }
  return [...found.values()];
}

/** Whether an address is one of what was dropped into a text. */
export function isDropped(address: string): boolean {
  return UUID.test(URL.parse(address)?.pathname ?? "");
}

function attributeOf(attributes: string, name: string): string {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  return value.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

function isOf(address: string, { source, canonical }: { source: URL; canonical: string }): boolean {
  const name = UUID.exec(URL.parse(address)?.pathname ?? "")?.[0];
  return address === source.href || address === canonical || (name !== undefined && source.pathname.includes(name));
}
