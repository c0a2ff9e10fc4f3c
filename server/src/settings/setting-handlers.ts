import type { RouteAnswer, Routes } from "@catalyst/api";
import { type AgentConfig, changeSetting, readOwnSettings } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import { tagOf, tagsInclude } from "../http/tag.ts";
import type { ServerDeps } from "../server-deps.ts";

type SettingHandlers = Pick<Handlers, "getSettings" | "putSetting" | "unsetSetting">;

export function settingHandlers(deps: ServerDeps): SettingHandlers {
  return {
    getSettings: async ({ query }, { actor }) => presentSettings(await readOwnSettings({ actor, ...query }, deps)),
    putSetting: async ({ params, query, headers, body }, { actor }) => {
      const change = { key: params.setting, value: body.value, isMeant: isNamedBy(headers["if-match"]) };
      return presentSettings(await changeSetting({ actor, ...query, ...change }, deps));
    },
    unsetSetting: async ({ params, query, headers }, { actor }) => {
      const change = { key: params.setting, value: undefined, isMeant: isNamedBy(headers["if-match"]) };
      return presentSettings(await changeSetting({ actor, ...query, ...change }, deps));
    },
  };
}

/** By the tag that looking at them was answered with. */
function isNamedBy(header: string | undefined) {
  return (config: AgentConfig) =>
    header === undefined || tagsInclude(header, tagOf(JSON.stringify(presentSettings(config))));
}

function presentSettings(config: AgentConfig): RouteAnswer<Routes["getSettings"]> {
  const {
    id: _id,
    projectId: _project,
    createdAt: _created,
    updatedAt: _updated,
    ownerKeys: set,
    ...settings
  } = config;
  // A list that nobody said limits nobody, whatever the default is.
  const enabledAgents = set.includes("enabledAgents") ? settings.enabledAgents : null;
  return { settings: { ...settings, enabledAgents }, set };
}
