// A server of three modules made into one file with its source map inside: what runs is dist/leaking.js, what is told is src/audit.js. The
// middleware notes each request for a report, and nothing empties the notes.
//
//   (GC roots) → … → Server ._events .request → closure → Context –previous→ Context –trail→ Array [i] → { path, at, headers, timings }
//
// heapwise: load /orders/{n}
// heapwise: expect leak growing-collection trail audit.js:2|11 objects 1/request
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// src/audit.js
var trail = [];
function audit(request, response, next) {
  const entry = {
    path: request.url,
    at: process.hrtime(),
    headers: { ...request.headers },
    timings: Array.from({ length: 150 }, (_, step) => step * 1.5)
  };
  trail.push(entry);
  response.setHeader("x-audit", String(trail.length));
  next();
}

// src/router.js
var import_node_http = __toESM(require("node:http"));
var Router = class {
  constructor() {
    this.middleware = [];
    this.routes = /* @__PURE__ */ new Map();
  }
  use(step) {
    this.middleware.push(step);
    return this;
  }
  get(name, handler) {
    this.routes.set(`GET ${name}`, handler);
    return this;
  }
  handle(request, response) {
    const [, name, id] = request.url.split("/");
    request.params = { id };
    const steps = [...this.middleware, this.routes.get(`${request.method} ${name}`) ?? notFound];
    const next = () => steps.shift()?.(request, response, next);
    next();
  }
  listen(port, host, ready) {
    return import_node_http.default.createServer((request, response) => this.handle(request, response)).listen(port, host, ready);
  }
};
function notFound(request, response) {
  response.writeHead(404).end();
}

// src/leaking.js
var app = new Router();
app.use(audit).get("orders", (request, response) => response.end(`order ${request.params.id}
`));
var server = app.listen(Number(process.env.PORT ?? 3001), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLi4vc3JjL2F1ZGl0LmpzIiwgIi4uL3NyYy9yb3V0ZXIuanMiLCAiLi4vc3JjL2xlYWtpbmcuanMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbIi8qKiBXaGF0IHdhcyBhc2tlZCBmb3IsIGtlcHQgZm9yIGEgcmVwb3J0IHRoYXQgaXMgd3JpdHRlbiBvbmNlIGEgZGF5LiAqL1xuY29uc3QgdHJhaWwgPSBbXTtcblxuZXhwb3J0IGZ1bmN0aW9uIGF1ZGl0KHJlcXVlc3QsIHJlc3BvbnNlLCBuZXh0KSB7XG4gIGNvbnN0IGVudHJ5ID0ge1xuICAgIHBhdGg6IHJlcXVlc3QudXJsLFxuICAgIGF0OiBwcm9jZXNzLmhydGltZSgpLFxuICAgIGhlYWRlcnM6IHsgLi4ucmVxdWVzdC5oZWFkZXJzIH0sXG4gICAgdGltaW5nczogQXJyYXkuZnJvbSh7IGxlbmd0aDogMTUwIH0sIChfLCBzdGVwKSA9PiBzdGVwICogMS41KSxcbiAgfTtcbiAgdHJhaWwucHVzaChlbnRyeSk7XG4gIHJlc3BvbnNlLnNldEhlYWRlcigneC1hdWRpdCcsIFN0cmluZyh0cmFpbC5sZW5ndGgpKTtcbiAgbmV4dCgpO1xufVxuIiwgImltcG9ydCBodHRwIGZyb20gJ25vZGU6aHR0cCc7XG5cbi8qKiBSb3V0ZXMgYnkgbWV0aG9kIGFuZCBmaXJzdCBwYXJ0IG9mIHRoZSBwYXRoLCB3aXRoIG1pZGRsZXdhcmUgYmVmb3JlIHRoZW0uICovXG5leHBvcnQgY2xhc3MgUm91dGVyIHtcbiAgY29uc3RydWN0b3IoKSB7XG4gICAgdGhpcy5taWRkbGV3YXJlID0gW107XG4gICAgdGhpcy5yb3V0ZXMgPSBuZXcgTWFwKCk7XG4gIH1cblxuICB1c2Uoc3RlcCkge1xuICAgIHRoaXMubWlkZGxld2FyZS5wdXNoKHN0ZXApO1xuICAgIHJldHVybiB0aGlzO1xuICB9XG5cbiAgZ2V0KG5hbWUsIGhhbmRsZXIpIHtcbiAgICB0aGlzLnJvdXRlcy5zZXQoYEdFVCAke25hbWV9YCwgaGFuZGxlcik7XG4gICAgcmV0dXJuIHRoaXM7XG4gIH1cblxuICBoYW5kbGUocmVxdWVzdCwgcmVzcG9uc2UpIHtcbiAgICBjb25zdCBbLCBuYW1lLCBpZF0gPSByZXF1ZXN0LnVybC5zcGxpdCgnLycpO1xuICAgIHJlcXVlc3QucGFyYW1zID0geyBpZCB9O1xuICAgIGNvbnN0IHN0ZXBzID0gWy4uLnRoaXMubWlkZGxld2FyZSwgdGhpcy5yb3V0ZXMuZ2V0KGAke3JlcXVlc3QubWV0aG9kfSAke25hbWV9YCkgPz8gbm90Rm91bmRdO1xuICAgIGNvbnN0IG5leHQgPSAoKSA9PiBzdGVwcy5zaGlmdCgpPy4ocmVxdWVzdCwgcmVzcG9uc2UsIG5leHQpO1xuICAgIG5leHQoKTtcbiAgfVxuXG4gIGxpc3Rlbihwb3J0LCBob3N0LCByZWFkeSkge1xuICAgIHJldHVybiBodHRwLmNyZWF0ZVNlcnZlcigocmVxdWVzdCwgcmVzcG9uc2UpID0+IHRoaXMuaGFuZGxlKHJlcXVlc3QsIHJlc3BvbnNlKSkubGlzdGVuKHBvcnQsIGhvc3QsIHJlYWR5KTtcbiAgfVxufVxuXG5mdW5jdGlvbiBub3RGb3VuZChyZXF1ZXN0LCByZXNwb25zZSkge1xuICByZXNwb25zZS53cml0ZUhlYWQoNDA0KS5lbmQoKTtcbn1cbiIsICIvLyBBIHNlcnZlciBvZiB0aHJlZSBtb2R1bGVzIG1hZGUgaW50byBvbmUgZmlsZSB3aXRoIGl0cyBzb3VyY2UgbWFwIGluc2lkZTogd2hhdCBydW5zIGlzIGRpc3QvbGVha2luZy5qcywgd2hhdCBpcyB0b2xkIGlzIHNyYy9hdWRpdC5qcy4gVGhlXG4vLyBtaWRkbGV3YXJlIG5vdGVzIGVhY2ggcmVxdWVzdCBmb3IgYSByZXBvcnQsIGFuZCBub3RoaW5nIGVtcHRpZXMgdGhlIG5vdGVzLlxuLy9cbi8vICAgKEdDIHJvb3RzKSBcdTIxOTIgXHUyMDI2IFx1MjE5MiBTZXJ2ZXIgLl9ldmVudHMgLnJlcXVlc3QgXHUyMTkyIGNsb3N1cmUgXHUyMTkyIENvbnRleHQgXHUyMDEzcHJldmlvdXNcdTIxOTIgQ29udGV4dCBcdTIwMTN0cmFpbFx1MjE5MiBBcnJheSBbaV0gXHUyMTkyIHsgcGF0aCwgYXQsIGhlYWRlcnMsIHRpbWluZ3MgfVxuLy9cbi8vIGhlYXB3aXNlOiBsb2FkIC9vcmRlcnMve259XG4vLyBoZWFwd2lzZTogZXhwZWN0IGxlYWsgZ3Jvd2luZy1jb2xsZWN0aW9uIHRyYWlsIGF1ZGl0LmpzOjJ8MTEgb2JqZWN0cyAxL3JlcXVlc3RcblxuaW1wb3J0IHsgYXVkaXQgfSBmcm9tICcuL2F1ZGl0LmpzJztcbmltcG9ydCB7IFJvdXRlciB9IGZyb20gJy4vcm91dGVyLmpzJztcblxuY29uc3QgYXBwID0gbmV3IFJvdXRlcigpO1xuYXBwLnVzZShhdWRpdCkuZ2V0KCdvcmRlcnMnLCAocmVxdWVzdCwgcmVzcG9uc2UpID0+IHJlc3BvbnNlLmVuZChgb3JkZXIgJHtyZXF1ZXN0LnBhcmFtcy5pZH1cXG5gKSk7XG5cbmNvbnN0IHNlcnZlciA9IGFwcC5saXN0ZW4oTnVtYmVyKHByb2Nlc3MuZW52LlBPUlQgPz8gMzAwMSksICcxMjcuMC4wLjEnLCAoKSA9PiB7XG4gIGNvbnNvbGUubG9nKGBsaXN0ZW5pbmcgb24gaHR0cDovLzEyNy4wLjAuMToke3NlcnZlci5hZGRyZXNzKCkucG9ydH0vYCk7XG59KTtcbiJdLAogICJtYXBwaW5ncyI6ICI7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7QUFDQSxJQUFNLFFBQVEsQ0FBQztBQUVSLFNBQVMsTUFBTSxTQUFTLFVBQVUsTUFBTTtBQUM3QyxRQUFNLFFBQVE7QUFBQSxJQUNaLE1BQU0sUUFBUTtBQUFBLElBQ2QsSUFBSSxRQUFRLE9BQU87QUFBQSxJQUNuQixTQUFTLEVBQUUsR0FBRyxRQUFRLFFBQVE7QUFBQSxJQUM5QixTQUFTLE1BQU0sS0FBSyxFQUFFLFFBQVEsSUFBSSxHQUFHLENBQUMsR0FBRyxTQUFTLE9BQU8sR0FBRztBQUFBLEVBQzlEO0FBQ0EsUUFBTSxLQUFLLEtBQUs7QUFDaEIsV0FBUyxVQUFVLFdBQVcsT0FBTyxNQUFNLE1BQU0sQ0FBQztBQUNsRCxPQUFLO0FBQ1A7OztBQ2JBLHVCQUFpQjtBQUdWLElBQU0sU0FBTixNQUFhO0FBQUEsRUFDbEIsY0FBYztBQUNaLFNBQUssYUFBYSxDQUFDO0FBQ25CLFNBQUssU0FBUyxvQkFBSSxJQUFJO0FBQUEsRUFDeEI7QUFBQSxFQUVBLElBQUksTUFBTTtBQUNSLFNBQUssV0FBVyxLQUFLLElBQUk7QUFDekIsV0FBTztBQUFBLEVBQ1Q7QUFBQSxFQUVBLElBQUksTUFBTSxTQUFTO0FBQ2pCLFNBQUssT0FBTyxJQUFJLE9BQU8sSUFBSSxJQUFJLE9BQU87QUFDdEMsV0FBTztBQUFBLEVBQ1Q7QUFBQSxFQUVBLE9BQU8sU0FBUyxVQUFVO0FBQ3hCLFVBQU0sQ0FBQyxFQUFFLE1BQU0sRUFBRSxJQUFJLFFBQVEsSUFBSSxNQUFNLEdBQUc7QUFDMUMsWUFBUSxTQUFTLEVBQUUsR0FBRztBQUN0QixVQUFNLFFBQVEsQ0FBQyxHQUFHLEtBQUssWUFBWSxLQUFLLE9BQU8sSUFBSSxHQUFHLFFBQVEsTUFBTSxJQUFJLElBQUksRUFBRSxLQUFLLFFBQVE7QUFDM0YsVUFBTSxPQUFPLE1BQU0sTUFBTSxNQUFNLElBQUksU0FBUyxVQUFVLElBQUk7QUFDMUQsU0FBSztBQUFBLEVBQ1A7QUFBQSxFQUVBLE9BQU8sTUFBTSxNQUFNLE9BQU87QUFDeEIsV0FBTyxpQkFBQUEsUUFBSyxhQUFhLENBQUMsU0FBUyxhQUFhLEtBQUssT0FBTyxTQUFTLFFBQVEsQ0FBQyxFQUFFLE9BQU8sTUFBTSxNQUFNLEtBQUs7QUFBQSxFQUMxRztBQUNGO0FBRUEsU0FBUyxTQUFTLFNBQVMsVUFBVTtBQUNuQyxXQUFTLFVBQVUsR0FBRyxFQUFFLElBQUk7QUFDOUI7OztBQ3ZCQSxJQUFNLE1BQU0sSUFBSSxPQUFPO0FBQ3ZCLElBQUksSUFBSSxLQUFLLEVBQUUsSUFBSSxVQUFVLENBQUMsU0FBUyxhQUFhLFNBQVMsSUFBSSxTQUFTLFFBQVEsT0FBTyxFQUFFO0FBQUEsQ0FBSSxDQUFDO0FBRWhHLElBQU0sU0FBUyxJQUFJLE9BQU8sT0FBTyxRQUFRLElBQUksUUFBUSxJQUFJLEdBQUcsYUFBYSxNQUFNO0FBQzdFLFVBQVEsSUFBSSxpQ0FBaUMsT0FBTyxRQUFRLEVBQUUsSUFBSSxHQUFHO0FBQ3ZFLENBQUM7IiwKICAibmFtZXMiOiBbImh0dHAiXQp9Cg==
