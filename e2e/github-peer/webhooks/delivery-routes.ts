import { json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import type { Call, CallerRoute } from "../route.ts";
import { redeliver } from "./deliver.ts";
import type { Delivery } from "./delivery.ts";

/** What the App was told, and once more. */
export const DELIVERY_ROUTES: readonly CallerRoute[] = [
  { operation: "apps/list-webhook-deliveries", by: ["app"], answer: answerDeliveries },
  { operation: "apps/get-webhook-delivery", by: ["app"], answer: answerDelivery },
  { operation: "apps/redeliver-webhook-delivery", by: ["app"], answer: answerAttempt },
];

const USUAL_ITEMS = 30;
const MOST_ITEMS = 100;

/** The newest first; the cursor is the last id of the page before. */
function answerDeliveries({ world, query, url }: Call) {
  const { per_page: perPage = USUAL_ITEMS, cursor, status } = query as Record<string, never>;
  const size = Math.min(Number(perPage), MOST_ITEMS);
  const isGood = ({ response }: Delivery) => response !== null && response.status >= 200 && response.status < 400;
  const all = world.deliveries
    .filter((delivery) => delivery.response !== null)
    .filter((delivery) => status === undefined || isGood(delivery) === (status === "success"))
    .filter(({ id }) => cursor === undefined || id < Number(cursor))
    .toReversed();
  const page = all.slice(0, size);
  const next = new URL(url);
  next.searchParams.set("cursor", String(page.at(-1)?.id));
  const headers: Record<string, string> = all.length > size ? { link: `<${next.href}>; rel="next"` } : {};
  return json(200, page.map(viewItem), headers);
}

function answerDelivery({ world, path }: Call) {
  const delivery = findDelivery(world, path.delivery_id);
  const { response } = delivery;
  return json(200, {
    ...viewItem(delivery),
    url: world.app.webhook.url ?? "",
    request: { headers: delivery.headers, payload: delivery.body },
    response: { headers: response?.headers ?? null, payload: response?.body ?? null },
  });
}

function answerAttempt({ world, path }: Call) {
  redeliver(world, findDelivery(world, path.delivery_id));
  return json(202, {});
}

function findDelivery({ deliveries }: Call["world"], id: string | number | undefined): Delivery {
  const delivery = deliveries.find((each) => each.id === id);
  if (!delivery) {
    throw notFound();
  }
  return delivery;
}

function viewItem({ id, guid, event, action, isRedelivery, deliveredAt, response, ...ids }: Delivery) {
  return {
    ...{ id, guid, event, action, redelivery: isRedelivery, duration: 0.1, throttled_at: null },
    ...{
      delivered_at: deliveredAt.toISOString(),
      installation_id: ids.installationId,
      repository_id: ids.repositoryId,
    },
    ...{ status: response?.statusText ?? "pending", status_code: response?.status ?? 0 },
  };
}
