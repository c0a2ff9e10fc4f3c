import { Counter, Gauge, Histogram, type Registry } from "@catalyst/telemetry";
import type { ServerMeasures } from "./server-measures.ts";

/** The target of what is seen is five seconds. */
const DELAY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** The target is two minutes. */
const SETUP_BUCKETS = [10, 20, 30, 45, 60, 90, 120, 180, 300, 600];
/** Clocks of environments are their own: one that is far behind must not be the sum of all. */
const MAX_DELAY_SECONDS = 3600;

/** The server's own metrics. `agents`: how many the registry has that ask a model. */
export function registerMeasures(registry: Registry, agents: number): ServerMeasures {
  const registers = [registry];
  new Gauge({
    name: "catalyst_agents",
    help: "Agents of the registry that ask a model.",
    registers,
  }).set(agents);
  const delay = new Histogram({
    name: "catalyst_event_delay_seconds",
    help: "From when an event was written in its environment until it was handed to those who follow it.",
    buckets: DELAY_BUCKETS,
    registers,
  });
  const display = new Histogram({
    name: "catalyst_event_display_seconds",
    help: "From when an event was written until a page showed it, as pages tell it.",
    buckets: DELAY_BUCKETS,
    registers,
  });
  const setup = new Histogram({
    name: "catalyst_credential_setup_seconds",
    help: "From when a person opened the page for a credential until it was stored, as pages tell it.",
    buckets: SETUP_BUCKETS,
    registers,
  });
  const webhooks = new Counter({
    name: "catalyst_github_webhooks_total",
    help: "What was sent to the webhook of GitHub Apps: stored, refused as nobody known signed it, or failed.",
    labelNames: ["answer"],
    registers,
  });
  return {
    eventDelivered: (seconds) => delay.observe(within(seconds)),
    eventDisplayed: (seconds) => display.observe(within(seconds)),
    credentialSetUp: (seconds) => setup.observe(seconds),
    webhookAnswered: (answer) => webhooks.inc({ answer }),
  };
}

function within(seconds: number): number {
  return Math.min(Math.max(seconds, 0), MAX_DELAY_SECONDS);
}
