'use strict';

module.exports = function lookup(RED) {
  RED.nodes.registerType('lookup', function Lookup(config) {
    RED.nodes.createNode(this, config);
    RED.events.setMaxListeners(0);

    this.on('input', (message, send, done) => {
      let isStopped = false;
      // The leak: the listener stays when the message has been sent on.
      RED.events.on('flows:stopping', () => { isStopped = true; this.debug(`${message._msgid} given up`); });
      setImmediate(() => {
        if (isStopped) return done();
        message.payload = { id: message.req.params.id, count: message.req.params.id.length };
        send(message);
        done();
      });
    });
  });
};
