/** SQL for the time at which the server received the statement: epoch milliseconds as text. */
export const nowSql = "floor(extract(epoch from statement_timestamp()) * 1000)::bigint::text";
