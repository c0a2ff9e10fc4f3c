"use server";

import type { Delivery, Destination, RouteInput, RouteOutput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type Feed = RouteOutput<Routes["listNotifications"]>;
export type NewDestination = RouteInput<Routes["createDestination"]>["body"];
type MadeDestination = RouteOutput<Routes["createDestination"]>;
/** null: one's own. */
type Team = string | null;

/** Which destination, by its id: names of one's own and of a team's may be the same. */
interface Which {
  team: Team;
  id: string;
}

const ofTeam = (team: Team) => (team === null ? {} : { team });
const said = ({ team, id }: Which) => ({ params: { destination: id }, query: ofTeam(team) });

export async function listNotifications(cursor?: string): Promise<Result<Feed>> {
  return resultOf(serverClient().call("listNotifications", { query: cursor === undefined ? {} : { cursor } }));
}

export async function markNotificationsRead(upTo: number): Promise<Result<{ unread: number }>> {
  return resultOf(serverClient().call("markNotificationsRead", { body: { upTo } }));
}

export async function listDestinations(team: Team): Promise<Result<{ data: Destination[] }>> {
  return resultOf(serverClient().call("listDestinations", { query: ofTeam(team) }));
}

/** `secret`: what a webhook is signed with, told this once. */
export async function createDestination(body: NewDestination): Promise<Result<MadeDestination>> {
  return resultOf(serverClient().call("createDestination", { body }));
}

export async function removeDestination(which: Which): Promise<Result<null>> {
  return resultOf(serverClient().call("removeDestination", said(which)));
}

export async function rotateDestinationSecret(which: Which): Promise<Result<{ secret: string }>> {
  return resultOf(serverClient().call("rotateDestinationSecret", said(which)));
}

/** What became of the first try. */
export async function testDestination(which: Which): Promise<Result<Delivery>> {
  return resultOf(serverClient().call("testDestination", said(which)));
}

export async function listDeliveries({ team, id }: Which): Promise<Result<{ data: Delivery[] }>> {
  return resultOf(serverClient().call("listDeliveries", { params: { destination: id }, query: ofTeam(team) }));
}

export async function resendDelivery({ team, id }: Which): Promise<Result<Delivery>> {
  return resultOf(serverClient().call("resendDelivery", { params: { delivery: id }, query: ofTeam(team) }));
}
