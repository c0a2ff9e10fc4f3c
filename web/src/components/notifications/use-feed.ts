"use client";

import type { Notification } from "@catalyst/api";
import { useState } from "react";
import { type Feed, listNotifications, markNotificationsRead } from "../../actions/notifications.ts";
import type { Fault } from "../../api/fault.ts";
import { useTold } from "../../live/use-live.ts";
import { useRefresh } from "../../live/use-refresh.ts";
import { useAct } from "../parts/form/use-act.ts";

interface ShownFeed {
  shown: Notification[];
  hasOlder: boolean;
  isBusy: boolean;
  fault: Fault | null;
  showOlder: () => void;
  /** Takes all that is shown as read. */
  markRead: () => void;
}

/** What somebody has to see. Its first page is read anew as something comes, and after each action. */
export function useFeed(first: Feed): ShownFeed {
  const refresh = useRefresh();
  const [older, setOlder] = useState<Feed | null>(null);
  const { isBusy, fault, act } = useAct();
  useTold("notifications", null, { onTold: refresh, onMissed: refresh });
  const oldest = first.data.at(-1)?.position ?? Number.POSITIVE_INFINITY;
  const rest = (older?.data ?? []).filter(({ position }) => position < oldest);
  const shown = [...first.data, ...rest].map((one) => ({
    ...one,
    isRead: one.isRead || one.position <= first.readUpTo,
  }));
  const { nextCursor } = older ?? first;
  const showOlder = () =>
    act(async () => {
      const page = await listNotifications(nextCursor ?? undefined);
      if (page.ok) {
        // With what is shown by now: as more comes, that leaves the first page.
        setOlder({ ...page.value, data: [...shown, ...page.value.data] });
      }
      return page;
    });
  const markRead = () => act(() => markNotificationsRead(first.data[0]?.position ?? 0));
  return { shown, hasOlder: nextCursor !== null, isBusy, fault, showOlder, markRead };
}
