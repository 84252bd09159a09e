// What ioredis does at the port that is named, by ioredis.sh. Every test has ten seconds.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import Redis from 'ioredis';

const port = Number(process.argv[2]);
const open = [];
const client = (options = {}) => {
  const made = new Redis({ host: '127.0.0.1', port, ...options });
  open.push(made);
  return made;
};
const range = (count) => Array.from({ length: count }, (_, i) => i);

const tests = {
  'gets the replies of a pipeline in order': async () => {
    const pipeline = client().pipeline();
    range(2000).forEach((i) => pipeline.set(`piped:${i}`, i).get(`piped:${i}`));
    const replies = await pipeline.exec();
    assert.deepEqual(replies.filter((_, i) => i % 2 === 1).map(([, value]) => value), range(2000).map(String));
  },

  'sends commands of one turn together': async () => {
    const redis = client({ enableAutoPipelining: true });
    await Promise.all(range(1000).map((i) => redis.set(`auto:${i}`, i)));
    const values = await Promise.all(range(1000).map((i) => redis.get(`auto:${i}`)));
    assert.deepEqual(values, range(1000).map(String));
  },

  'keeps transactions of many clients apart': async () => {
    await Promise.all(range(8).map(async () => {
      const redis = client();
      for (let i = 0; i < 50; i++) {
        const [[, first], [, second]] = await redis.multi().incr('twice').incr('twice').exec();
        assert.equal(second, first + 1);
      }
    }));
  },

  'runs a transaction whose commands are sent one by one': async () => {
    const redis = client();
    await redis.multi({ pipeline: false });
    assert.equal(await redis.set('one by one', 1), 'QUEUED');
    assert.equal(await redis.incr('one by one'), 'QUEUED');
    assert.deepEqual(await redis.exec(), [[null, 'OK'], [null, 2]]);
  },

  'loses no increment of clients that watch the same key': async () => {
    await Promise.all(range(6).map(async () => {
      const redis = client();
      for (let done = 0; done < 20;) {
        await redis.watch('watched');
        const before = Number(await redis.get('watched'));
        const replies = await redis.multi().set('watched', before + 1).exec();
        done += replies === null ? 0 : 1;
      }
    }));
    assert.equal(await client().get('watched'), '120');
  },

  'gives each element of a queue to one of the clients that block': async () => {
    const popping = range(10).map(async () => {
      const redis = client();
      const popped = [];
      for (let i = 0; i < 10; i++) popped.push((await redis.blpop('queue', 0))[1]);
      return popped;
    });
    const redis = client();
    for (const i of range(100)) await redis.rpush('queue', i);
    const popped = (await Promise.all(popping)).flat().map(Number);
    assert.deepEqual(popped.sort((a, b) => a - b), range(100));
  },

  'brings messages of channels and patterns to all subscribers in order': async () => {
    const heard = await Promise.all(range(5).map(async () => {
      const redis = client();
      const messages = [];
      redis.on('message', (channel, message) => messages.push(message));
      redis.on('pmessage', (pattern, channel, message) => messages.push(`p${message}`));
      await redis.subscribe('news');
      await redis.psubscribe('news:*');
      return { redis, messages };
    }));
    const publisher = client();
    for (const i of range(100)) await publisher.publish('news', i);
    await publisher.publish('news:last', 'last');
    for (const { redis, messages } of heard) {
      while (messages.at(-1) !== 'plast') await once(redis, 'pmessage');
      assert.deepEqual(messages, [...range(100).map(String), 'plast']);
      await redis.unsubscribe('news');
      await redis.punsubscribe('news:*');
      assert.equal(await redis.set('after', 'unsubscribe'), 'OK');
    }
  },

  'sends a script where its digest is not known': async () => {
    const redis = client();
    await redis.script('FLUSH');
    redis.defineCommand('add', { numberOfKeys: 1, lua: "return redis.call('INCRBY', KEYS[1], ARGV[1])" });
    assert.equal(await redis.add('scripted', 7), 7);
    await redis.script('FLUSH');
    assert.equal(await redis.add('scripted', 7), 14);
    assert.equal(await redis.add('scripted', 7), 21);
  },

  'scans all keys of the database that it selected': async () => {
    const redis = client({ db: 3 });
    await redis.mset(...range(500).flatMap((i) => [`scanned:${i}`, i]));
    const found = new Set();
    for await (const keys of redis.scanStream({ match: 'scanned:*', count: 50 })) keys.forEach((key) => found.add(key));
    assert.equal(found.size, 500);
  },

  'carries large values unchanged': async () => {
    await Promise.all(range(4).map(async (i) => {
      const redis = client();
      const value = Buffer.alloc(3_000_000 + i, `value ${i} `);
      await redis.set(`large:${i}`, value);
      assert.ok(value.equals(await redis.getBuffer(`large:${i}`)));
    }));
  },

  'monitors the commands of others': async () => {
    const monitor = await client().monitor();
    open.push(monitor);
    const seen = new Promise((resolve) => {
      monitor.on('monitor', (time, words) => words[1] === 'monitored' && resolve(words));
    });
    await client().set('monitored', 'yes');
    assert.deepEqual(await seen, ['set', 'monitored', 'yes']);
  },

  'connects again after it was killed': async () => {
    const redis = client();
    const before = await redis.client('ID');
    await client().client('KILL', 'ID', before);
    await once(redis, 'ready');
    assert.ok(await redis.client('ID') > before);
  },

  'is told the errors of the server': async () => {
    const redis = client();
    await redis.set('string', 'x');
    await assert.rejects(redis.lpush('string', 'y'), /^ReplyError: WRONGTYPE /);
    await assert.rejects(redis.call('FLY'), /^ReplyError: ERR unknown command/);
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('not done after ten seconds')), 10_000);
  });
  try {
    await Promise.race([test(), late]);
    console.log(`[ok] ${name}`);
  } catch (error) {
    failed++;
    console.log(`[err] ${name}: ${error.stack}`);
  }
  clearTimeout(timer);
  open.splice(0).forEach((redis) => redis.disconnect());
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
