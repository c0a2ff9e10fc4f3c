import { type Actor, findWish, readEvents } from "@catalyst/core";
import { type FollowedNotifications, readNotifications } from "@catalyst/core/notification";
import { presentNotification } from "../notifications/present-notification.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentChange, presentEvent } from "../tasks/present-told.ts";
import { presentWish } from "../wishes/present-wish.ts";
import { encodeFrame, type LiveSource } from "./live-source.ts";

const PAGE = 500;

/** What an execution does. */
export function eventSource(executionId: string, deps: ServerDeps): LiveSource {
  return {
    async read(afterNumber) {
      const { events, hasEnded } = await readEvents({ executionId, afterNumber, limit: PAGE }, deps);
      return {
        frames: events.map((event) => ({
          ...encodeFrame(event.number, presentEvent(event)),
          writtenAt: event.at,
        })),
        hasEnded: hasEnded && events.length < PAGE,
        isAll: events.length < PAGE,
      };
    },
    watch: (onChange) => deps.events.watch(executionId, onChange),
    noteNew(frames) {
      const now = deps.now().getTime();
      for (const { writtenAt } of frames) {
        deps.measures.eventDelivered((now - (writtenAt?.getTime() ?? now)) / 1000);
      }
    },
  };
}

/** What happens to a task. */
export function taskChangeSource(taskId: string, deps: ServerDeps): LiveSource {
  return {
    async read(afterNumber) {
      const changes = await deps.changes.list({ taskId, afterNumber, limit: PAGE });
      const frames = changes.map((one) => encodeFrame(one.number, presentChange(one)));
      return { frames, hasEnded: false, isAll: changes.length < PAGE };
    },
    async watch(onChange) {
      const stop = await deps.changes.subscribe((changed) => {
        if (changed === null || changed === taskId) {
          onChange();
        }
      });
      return async () => stop();
    },
  };
}

/** The newest state alone: what it was in between is nobody's concern. */
export function wishSource(id: string, actor: Actor, { worker }: ServerDeps): LiveSource {
  return {
    async read(after) {
      const found = await findWish({ actor, id }, worker);
      const hasEnded = found.answer !== null;
      return { frames: found.version > after ? [encodeFrame(found.version, presentWish(found))] : [], hasEnded };
    },
    async watch(onChange) {
      const stop = await worker.wishes.watchChanges((changed) => {
        if (changed === null || changed === id) {
          onChange();
        }
      });
      return async () => stop();
    },
  };
}

/** What somebody has to see; `find` is asked at each look: projects come and go while they follow. */
export function notificationSource(find: () => Promise<FollowedNotifications>, deps: ServerDeps): LiveSource {
  return {
    async read(afterPosition) {
      const wish = { ...(await find()), afterPosition, limit: PAGE };
      const { notifications, readUpTo } = await readNotifications(wish, deps);
      const frames = notifications.map((one) => encodeFrame(one.position, presentNotification(one, readUpTo)));
      return { frames, hasEnded: false };
    },
    async watch(onChange) {
      const stop = await deps.changes.subscribe(() => onChange());
      return async () => stop();
    },
  };
}

/** What happens to any task of the projects; `find` is asked for them at each look: some come and go while they are followed. */
export function changeSource(find: () => Promise<readonly string[]>, { changes }: ServerDeps): LiveSource {
  return {
    async read(afterPosition) {
      const page = await changes.listOfProjects({ projects: await find(), afterPosition, limit: PAGE });
      return { frames: page.map((one) => encodeFrame(one.position, presentChange(one))), hasEnded: false };
    },
    async watch(onChange) {
      const stop = await changes.subscribe(() => onChange());
      return async () => stop();
    },
  };
}
