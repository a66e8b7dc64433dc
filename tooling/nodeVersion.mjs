// The tools and the demo run TypeScript as it is; the npm package "node" brings a Node that can.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This needs Node 22.18 or newer. Here is ${process.version}, and the npm package "node" did not install: install a newer Node and try again.`,
  );
  process.exit(1);
}
