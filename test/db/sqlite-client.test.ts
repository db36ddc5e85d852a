import t from 'tap'
import { plannedOnce, SqliteClient } from '../../src/db/sqlite-client.ts'

const given: [string, string][] = [
  ['select * from "a" where "a"."id" = ?', 'select * from "a" where "a"."id" = +?'],
  [
    'update "a" set "b" = ?, "c" = "c" + ? where ("a"."id" = ? and "a"."n" < ?) limit ?',
    'update "a" set "b" = +?, "c" = "c" + ? where ("a"."id" = +? and "a"."n" < ?) limit +?',
  ],
  ['insert into "a" values (?, ?)', 'insert into "a" values (?, ?)'],
  [
    `select '= ?', "limit ?", 'it''s = ?' where 1 = ?`,
    `select '= ?', "limit ?", 'it''s = ?' where 1 = +?`,
  ],
  ['select 1 where a < ? and b >= ?', 'select 1 where a < ? and b >= +?'],
  ['select 1 where a in (?, ?)', 'select 1 where a in (?, ?)'],
]

t.test('a statement has nothing in it whose plan depends on a value', async (t) => {
  for (const [written, prepared] of given) t.equal(plannedOnce(written), prepared)
})

t.test('a connection prepares it so, and what is found stays what it was', async (t) => {
  const client = new SqliteClient(':memory:')
  t.teardown(() => client.close())
  client.exec('create table a (id text primary key, n integer); create index a_n on a (n)')
  const insert = client.prepare('insert into a values (?, ?)')
  for (const [id, n] of [
    ['1', 1],
    ['one', 1],
    ['two', 2],
    ['none', null],
  ])
    insert.run(id, n)
  const byNumber = client.prepare('select id from a where n = ? order by id limit ?').pluck()
  t.match(byNumber.source, 'n = +?')
  t.strictSame(byNumber.all(1, 9), ['1', 'one'])
  t.strictSame(byNumber.all(1, 1), ['1'])
  t.strictSame(byNumber.all('1', 9), ['1', 'one'], 'a text is read as the number of its column')
  t.strictSame(byNumber.all(null, 9), [])
  const byId = client.prepare('select n from a where id = ?').pluck()
  t.equal(byId.get('1'), 1)
  t.equal(byId.get('one'), 1)
})
