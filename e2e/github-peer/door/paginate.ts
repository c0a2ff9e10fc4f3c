import type { Call } from "../route.ts";

const USUAL_ITEMS = 30;
const MOST_ITEMS = 100;

/** The page that the query asks for, and the `Link` header that leads to the others. */
export function paginate<Item>(call: Pick<Call, "query" | "url">, all: readonly Item[]) {
  const { per_page: perPage = USUAL_ITEMS, page = 1 } = call.query as { per_page?: number; page?: number };
  const size = Math.min(Math.max(perPage, 1), MOST_ITEMS);
  const number = Math.max(page, 1);
  const last = Math.max(Math.ceil(all.length / size), 1);
  const items = all.slice((number - 1) * size, number * size);
  const links = [
    ...(number > 1 ? [link(call.url, 1, "first"), link(call.url, number - 1, "prev")] : []),
    ...(number < last ? [link(call.url, number + 1, "next"), link(call.url, last, "last")] : []),
  ];
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(", ") } : {};
  return { items, headers };
}

function link(url: URL, page: number, name: string): string {
  const target = new URL(url);
  target.searchParams.set("page", String(page));
  return `<${target.href}>; rel="${name}"`;
}
