import { createHmac, randomUUID } from "node:crypto";
import { addPrefix } from "../door/enterprise.ts";
import type { World } from "../state/world.ts";
import type { Delivery, Happened, Notice } from "./delivery.ts";

/** GitHub waits as long for an answer. */
const PATIENCE_MILLISECONDS = 10_000;
const MAX_ANSWER_LENGTH = 10_000;

/** Sends a first attempt under a new GUID, unless deliveries are held; nothing while the App has no webhook. */
export function deliver(world: World, happened: Happened): void {
  const notice = { ...happened, guid: randomUUID(), isRedelivery: false };
  if (world.held) {
    world.held.push(notice);
  } else {
    attempt(world, notice);
  }
}

/** Sends a delivery again, under its GUID. */
export function redeliver(world: World, delivery: Delivery): void {
  attempt(world, { ...delivery, isRedelivery: true });
}

/** Sends it now. */
export function attempt(world: World, notice: Notice): void {
  const { url } = world.app.webhook;
  if (url === null) {
    return;
  }
  const text = addPrefix(world, JSON.stringify(notice.body));
  const headers = makeHeaders(world, notice, text);
  const delivery: Delivery = { ...notice, id: world.nextId(), deliveredAt: world.now(), headers, response: null };
  world.deliveries.push(delivery);
  const sent = send(url, text, delivery);
  world.sending.add(sent);
  void sent.finally(() => world.sending.delete(sent));
}

function makeHeaders(
  { app, enterprise, address, host }: World,
  { guid, event }: Pick<Delivery, "guid" | "event">,
  text: string,
) {
  return {
    "content-type": "application/json",
    ...(enterprise === null
      ? {}
      : {
          "x-github-enterprise-version": `${enterprise}.0`,
          "x-github-enterprise-host": host ?? new URL(address).host,
        }),
    "user-agent": "GitHub-Hookshot/peer",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(app.webhook.id),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", app.webhook.secret).update(text).digest("hex")}`,
  };
}

/** Never throws: what goes wrong stands in the delivery. */
async function send(url: string, text: string, delivery: Delivery): Promise<void> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const response = await fetch(url, {
      method: "POST",
      body: text,
      headers: delivery.headers,
      signal,
      redirect: "manual",
    });
    const body = (await response.text()).slice(0, MAX_ANSWER_LENGTH);
    const { status, statusText } = response;
    delivery.response = { status, statusText: statusText || "OK", headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    delivery.response = {
      status: 0,
      statusText: isLate ? "timed out" : "failed to connect to host",
      headers: {},
      body: "",
    };
  }
}
