import type { AddedDelivery, NewDelivery } from "@catalyst/core/forge";
import type { Database } from "../../database.ts";

/** The channel on which it is told that there are new ones. */
export const DELIVERIES_CHANNEL = "github_deliveries";

/**
 * They are stored and told of, or nothing is. Each body is a part of one value, and their number is no part of the text: a connection
 * plans this once, and the driver, which makes its message longer value by value, copies the bodies once.
 */
const ADD = {
  name: "add_github_deliveries",
  text: `
    with told (app_id, guid, event, body, place) as (
      select app_id, guid, event, substring($4::bytea from start for length), place
      from unnest($1::uuid[], $2::text[], $3::text[], $5::integer[], $6::integer[])
        with ordinality as one (app_id, guid, event, start, length, place)),
    stored as (
      insert into github_deliveries (app_id, guid, event, body, body_bytes)
      select told.app_id, told.guid, told.event, told.body, length(told.body) from told
      join github_apps app on app.id = told.app_id order by told.place
      on conflict (app_id, guid) do update
      set state = 'waiting', attempts = 0, body = excluded.body, due_at = now(), leased_until = null, settled_at = null
      where github_deliveries.state = 'failed'
      returning app_id, guid, xmax = 0 as is_new),
    announced as (select pg_notify('${DELIVERIES_CHANNEL}', '') from stored limit 1)
    select case when app.id is null then 'gone' when stored.is_new then 'added' else 'known' end as added,
      (select count(*) from announced)
    from told left join stored on stored.app_id = told.app_id and stored.guid = told.guid
    left join github_apps app on app.id = told.app_id order by told.place`,
};

/** Stores them by one statement. Answers in their order. */
export async function addDeliveries(
  pool: Database["pool"],
  deliveries: readonly NewDelivery[],
): Promise<AddedDelivery[]> {
  const bodies = deliveries.map(({ body }) => body);
  const lengths = bodies.map(({ length }) => length);
  let end = 1;
  const starts = lengths.map((length) => {
    end += length;
    return end - length;
  });
  const values = [
    deliveries.map(({ appId }) => appId),
    deliveries.map(({ guid }) => guid),
    deliveries.map(({ event }) => event),
    bodies.length === 1 ? bodies[0] : Buffer.concat(bodies),
    starts,
    lengths,
  ];
  const { rows } = await pool.query<{ added: AddedDelivery }>({ ...ADD, values });
  return rows.map(({ added }) => added);
}
