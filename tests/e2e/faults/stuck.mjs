// A worker that does not go on, and so cannot end itself.
export default [
  {
    title: 'a worker that hangs',
    async run(visitor) {
      if (!visitor.isSecond) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
  { title: 'the next one', async run() {} },
];
