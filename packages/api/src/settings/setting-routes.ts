import type { SettingValue as CoreValue } from "@catalyst/core";
import { z } from "zod";
import { ProjectQuery } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { IfMatchHeaders } from "../contract/tag.ts";
import { OwnerSettings } from "./settings.ts";

const SettingParams = z.strictObject({ setting: z.string().min(1).max(200) });

const SettingValue = z.union([
  z.string().max(16 * 1024),
  z.number(),
  z.boolean(),
  z.array(z.string().max(1000)).max(200),
]) satisfies z.ZodType<CoreValue>;

export const SETTING_ROUTES = {
  getSettings: defineRoute({
    method: "get",
    path: "/settings",
    operationId: "getSettings",
    summary: "The project's own settings",
    request: { query: ProjectQuery },
    response: { status: 200, description: "All of them", schema: OwnerSettings },
    errors: ["not_found"],
  }),
  putSetting: defineRoute({
    method: "put",
    path: "/settings/{setting}",
    operationId: "putSetting",
    summary: "Says a setting: budgets.day.usd",
    request: {
      params: SettingParams,
      query: ProjectQuery,
      headers: IfMatchHeaders,
      body: z.strictObject({ value: SettingValue }).meta({ id: "NewSetting" }),
    },
    response: { status: 200, description: "All settings after it", schema: OwnerSettings },
    errors: ["not_found", "conflict", "outdated"],
  }),
  unsetSetting: defineRoute({
    method: "delete",
    path: "/settings/{setting}",
    operationId: "unsetSetting",
    summary: "Takes a setting back, so that a repository may say it",
    request: { params: SettingParams, query: ProjectQuery, headers: IfMatchHeaders },
    response: { status: 200, description: "All settings after it", schema: OwnerSettings },
    errors: ["not_found", "conflict", "outdated"],
  }),
};
