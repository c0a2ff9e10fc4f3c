import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDescription } from "./description/description.ts";
import { prune } from "./description/prune.ts";
import { addPrefix } from "./door/enterprise.ts";
import { type Fault, makeFaults } from "./door/faults.ts";
import { openDoor } from "./door/open-door.ts";
import { makeCounter, type Usage } from "./door/usage.ts";
import { makeSite, type Site } from "./installations/site.ts";
import { followPush } from "./pulls/follow-push.ts";
import { noteActivities } from "./repositories/activities.ts";
import type { Account } from "./state/account.ts";
import type { App, Installation } from "./state/app.ts";
import { makeWorld } from "./state/make-world.ts";
import { GITHUB_LIMITS, type Plan } from "./state/plan.ts";
import { fullName, type Repository } from "./state/repository.ts";
import type { Push } from "./state/world.ts";
import type { Delivery } from "./webhooks/delivery.ts";
import { type Mail, makeMail } from "./webhooks/mail.ts";
import { tellPush } from "./webhooks/tell-push.ts";

/** A GitHub of our own on loopback, for tests. It is not GitHub: README.md says how far it goes. */
export interface Peer {
  /** Where git and pages are asked. */
  address: string;
  /** Where the API is asked: the same but at GHES. */
  apiAddress: string;
  app: App;
  /** Throws for who or what the plan doesn't have. */
  person(login: string): Account & { token: string };
  installation(login: string): Installation;
  repository(name: string): Repository;
  /** What the API has nothing for. */
  site: Site;
  mail: Mail;
  /** The next request that fits meets it. */
  meet(fault: Fault): void;
  /** Of an installation (`installation <id>`) or a person (`person <login>`). */
  usage(who: string): Usage;
  pushes: readonly Push[];
  deliveries: readonly Delivery[];
  /** What broke GitHub's description since it was last asked: asked for it, a test may go on. */
  takeComplaints(): string[];
  /** Throws for complaints that nobody took. */
  close(): Promise<void>;
}

export async function makePeer(plan: Plan = {}): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), "github-peer-"));
  const world = await makeWorld(plan, folder);
  const complaints: string[] = [];
  const pushes: Push[] = [];
  world.pushListeners.push(
    (push) => noteActivities(world, push),
    (push) => tellPush(world, push),
    (push) => followPush(world, push),
    (push) => void pushes.push(push),
  );
  const counter = makeCounter({ ...GITHUB_LIMITS, ...plan.limits }, world.now);
  const faults = makeFaults();
  const complain = (complaint: string) => void complaints.push(complaint);
  const description = loadDescription(world.enterprise);
  const door = await openDoor({ world, description, counter, complain }, faults);
  world.address = door.address;
  world.dressWebhook = (name, body) => {
    const schema = description.webhooks.get(name) ?? {};
    const told = world.enterprise === null ? body : (prune(description, schema, body) as object);
    const isThere = world.enterprise !== null || description.webhooks.has(name);
    const broken = isThere ? description.findFaults(schema, told) : ["the description isn't there: events.ts"];
    complaints.push(...broken.map((fault) => `The webhook ${name} breaks GitHub's description: ${fault}.`));
    return told;
  };
  const takeComplaints = () => complaints.splice(0);
  return {
    ...{ address: door.address, apiAddress: addPrefix(world, `${door.address}/repos/`).slice(0, -"/repos/".length) },
    ...{ app: world.app, pushes, deliveries: world.deliveries, takeComplaints },
    site: makeSite(world),
    mail: makeMail(world),
    meet: faults.meet,
    usage: counter.usage,
    person: (login) => {
      const account = find(world.accounts, login, (each) => each.login);
      return { ...account, token: account.token ?? "" };
    },
    installation: (login) => find(world.installations, login, (each) => each.account.login),
    repository: (name) => find(world.repositories, name, fullName),
    async close() {
      await Promise.all(world.sending);
      await door.close();
      await rm(folder, { recursive: true, force: true });
      refuseComplaints(takeComplaints());
    },
  };
}

function find<Item>(items: readonly Item[], name: string, nameOf: (item: Item) => string): Item {
  const item = items.find((each) => nameOf(each) === name);
  if (!item) {
    throw new Error(`The peer's plan has no ${name}.`);
  }
  return item;
}

function refuseComplaints(complaints: string[]): void {
  if (complaints.length > 0) {
    throw new Error(`GitHub's description was broken:\n${complaints.join("\n")}`);
  }
}
