'use strict';

module.exports = function lookup(RED) {
  RED.nodes.registerType('lookup', function Lookup(config) {
    RED.nodes.createNode(this, config);
    const waiting = new Set();
    const stop = () => waiting.clear();
    RED.events.on('flows:stopping', stop);

    this.on('input', (message, send, done) => {
      waiting.add(message);
      setImmediate(() => {
        if (!waiting.delete(message)) return done();
        message.payload = { id: message.req.params.id, count: message.req.params.id.length };
        send(message);
        done();
      });
    });
    this.on('close', () => RED.events.removeListener('flows:stopping', stop));
  });
};
