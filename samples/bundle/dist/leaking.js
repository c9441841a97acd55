// A server of three modules, bundled into one file with an inline source map: dist/leaking.js runs, and the reported location is in
// src/audit.js. The middleware records every request for a report, and nothing ever empties the record.
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
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLi4vc3JjL2F1ZGl0LmpzIiwgIi4uL3NyYy9yb3V0ZXIuanMiLCAiLi4vc3JjL2xlYWtpbmcuanMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbIi8qKiBUaGUgcmVxdWVzdHMsIGtlcHQgZm9yIGEgcmVwb3J0IHRoYXQgaXMgd3JpdHRlbiBvbmNlIGEgZGF5LiAqL1xuY29uc3QgdHJhaWwgPSBbXTtcblxuZXhwb3J0IGZ1bmN0aW9uIGF1ZGl0KHJlcXVlc3QsIHJlc3BvbnNlLCBuZXh0KSB7XG4gIGNvbnN0IGVudHJ5ID0ge1xuICAgIHBhdGg6IHJlcXVlc3QudXJsLFxuICAgIGF0OiBwcm9jZXNzLmhydGltZSgpLFxuICAgIGhlYWRlcnM6IHsgLi4ucmVxdWVzdC5oZWFkZXJzIH0sXG4gICAgdGltaW5nczogQXJyYXkuZnJvbSh7IGxlbmd0aDogMTUwIH0sIChfLCBzdGVwKSA9PiBzdGVwICogMS41KSxcbiAgfTtcbiAgdHJhaWwucHVzaChlbnRyeSk7XG4gIHJlc3BvbnNlLnNldEhlYWRlcigneC1hdWRpdCcsIFN0cmluZyh0cmFpbC5sZW5ndGgpKTtcbiAgbmV4dCgpO1xufVxuIiwgImltcG9ydCBodHRwIGZyb20gJ25vZGU6aHR0cCc7XG5cbi8qKiBSb3V0ZXMgYnkgbWV0aG9kIGFuZCBmaXJzdCBwYXRoIHNlZ21lbnQsIHByZWNlZGVkIGJ5IG1pZGRsZXdhcmUuICovXG5leHBvcnQgY2xhc3MgUm91dGVyIHtcbiAgY29uc3RydWN0b3IoKSB7XG4gICAgdGhpcy5taWRkbGV3YXJlID0gW107XG4gICAgdGhpcy5yb3V0ZXMgPSBuZXcgTWFwKCk7XG4gIH1cblxuICB1c2Uoc3RlcCkge1xuICAgIHRoaXMubWlkZGxld2FyZS5wdXNoKHN0ZXApO1xuICAgIHJldHVybiB0aGlzO1xuICB9XG5cbiAgZ2V0KG5hbWUsIGhhbmRsZXIpIHtcbiAgICB0aGlzLnJvdXRlcy5zZXQoYEdFVCAke25hbWV9YCwgaGFuZGxlcik7XG4gICAgcmV0dXJuIHRoaXM7XG4gIH1cblxuICBoYW5kbGUocmVxdWVzdCwgcmVzcG9uc2UpIHtcbiAgICBjb25zdCBbLCBuYW1lLCBpZF0gPSByZXF1ZXN0LnVybC5zcGxpdCgnLycpO1xuICAgIHJlcXVlc3QucGFyYW1zID0geyBpZCB9O1xuICAgIGNvbnN0IHN0ZXBzID0gWy4uLnRoaXMubWlkZGxld2FyZSwgdGhpcy5yb3V0ZXMuZ2V0KGAke3JlcXVlc3QubWV0aG9kfSAke25hbWV9YCkgPz8gbm90Rm91bmRdO1xuICAgIGNvbnN0IG5leHQgPSAoKSA9PiBzdGVwcy5zaGlmdCgpPy4ocmVxdWVzdCwgcmVzcG9uc2UsIG5leHQpO1xuICAgIG5leHQoKTtcbiAgfVxuXG4gIGxpc3Rlbihwb3J0LCBob3N0LCByZWFkeSkge1xuICAgIHJldHVybiBodHRwLmNyZWF0ZVNlcnZlcigocmVxdWVzdCwgcmVzcG9uc2UpID0+IHRoaXMuaGFuZGxlKHJlcXVlc3QsIHJlc3BvbnNlKSkubGlzdGVuKHBvcnQsIGhvc3QsIHJlYWR5KTtcbiAgfVxufVxuXG5mdW5jdGlvbiBub3RGb3VuZChyZXF1ZXN0LCByZXNwb25zZSkge1xuICByZXNwb25zZS53cml0ZUhlYWQoNDA0KS5lbmQoKTtcbn1cbiIsICIvLyBBIHNlcnZlciBvZiB0aHJlZSBtb2R1bGVzLCBidW5kbGVkIGludG8gb25lIGZpbGUgd2l0aCBhbiBpbmxpbmUgc291cmNlIG1hcDogZGlzdC9sZWFraW5nLmpzIHJ1bnMsIGFuZCB0aGUgcmVwb3J0ZWQgbG9jYXRpb24gaXMgaW5cbi8vIHNyYy9hdWRpdC5qcy4gVGhlIG1pZGRsZXdhcmUgcmVjb3JkcyBldmVyeSByZXF1ZXN0IGZvciBhIHJlcG9ydCwgYW5kIG5vdGhpbmcgZXZlciBlbXB0aWVzIHRoZSByZWNvcmQuXG4vL1xuLy8gICAoR0Mgcm9vdHMpIFx1MjE5MiBcdTIwMjYgXHUyMTkyIFNlcnZlciAuX2V2ZW50cyAucmVxdWVzdCBcdTIxOTIgY2xvc3VyZSBcdTIxOTIgQ29udGV4dCBcdTIwMTNwcmV2aW91c1x1MjE5MiBDb250ZXh0IFx1MjAxM3RyYWlsXHUyMTkyIEFycmF5IFtpXSBcdTIxOTIgeyBwYXRoLCBhdCwgaGVhZGVycywgdGltaW5ncyB9XG4vL1xuLy8gaGVhcHdpc2U6IGxvYWQgL29yZGVycy97bn1cbi8vIGhlYXB3aXNlOiBleHBlY3QgbGVhayBncm93aW5nLWNvbGxlY3Rpb24gdHJhaWwgYXVkaXQuanM6MnwxMSBvYmplY3RzIDEvcmVxdWVzdFxuXG5pbXBvcnQgeyBhdWRpdCB9IGZyb20gJy4vYXVkaXQuanMnO1xuaW1wb3J0IHsgUm91dGVyIH0gZnJvbSAnLi9yb3V0ZXIuanMnO1xuXG5jb25zdCBhcHAgPSBuZXcgUm91dGVyKCk7XG5hcHAudXNlKGF1ZGl0KS5nZXQoJ29yZGVycycsIChyZXF1ZXN0LCByZXNwb25zZSkgPT4gcmVzcG9uc2UuZW5kKGBvcmRlciAke3JlcXVlc3QucGFyYW1zLmlkfVxcbmApKTtcblxuY29uc3Qgc2VydmVyID0gYXBwLmxpc3RlbihOdW1iZXIocHJvY2Vzcy5lbnYuUE9SVCA/PyAzMDAxKSwgJzEyNy4wLjAuMScsICgpID0+IHtcbiAgY29uc29sZS5sb2coYGxpc3RlbmluZyBvbiBodHRwOi8vMTI3LjAuMC4xOiR7c2VydmVyLmFkZHJlc3MoKS5wb3J0fS9gKTtcbn0pO1xuIl0sCiAgIm1hcHBpbmdzIjogIjs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7OztBQUNBLElBQU0sUUFBUSxDQUFDO0FBRVIsU0FBUyxNQUFNLFNBQVMsVUFBVSxNQUFNO0FBQzdDLFFBQU0sUUFBUTtBQUFBLElBQ1osTUFBTSxRQUFRO0FBQUEsSUFDZCxJQUFJLFFBQVEsT0FBTztBQUFBLElBQ25CLFNBQVMsRUFBRSxHQUFHLFFBQVEsUUFBUTtBQUFBLElBQzlCLFNBQVMsTUFBTSxLQUFLLEVBQUUsUUFBUSxJQUFJLEdBQUcsQ0FBQyxHQUFHLFNBQVMsT0FBTyxHQUFHO0FBQUEsRUFDOUQ7QUFDQSxRQUFNLEtBQUssS0FBSztBQUNoQixXQUFTLFVBQVUsV0FBVyxPQUFPLE1BQU0sTUFBTSxDQUFDO0FBQ2xELE9BQUs7QUFDUDs7O0FDYkEsdUJBQWlCO0FBR1YsSUFBTSxTQUFOLE1BQWE7QUFBQSxFQUNsQixjQUFjO0FBQ1osU0FBSyxhQUFhLENBQUM7QUFDbkIsU0FBSyxTQUFTLG9CQUFJLElBQUk7QUFBQSxFQUN4QjtBQUFBLEVBRUEsSUFBSSxNQUFNO0FBQ1IsU0FBSyxXQUFXLEtBQUssSUFBSTtBQUN6QixXQUFPO0FBQUEsRUFDVDtBQUFBLEVBRUEsSUFBSSxNQUFNLFNBQVM7QUFDakIsU0FBSyxPQUFPLElBQUksT0FBTyxJQUFJLElBQUksT0FBTztBQUN0QyxXQUFPO0FBQUEsRUFDVDtBQUFBLEVBRUEsT0FBTyxTQUFTLFVBQVU7QUFDeEIsVUFBTSxDQUFDLEVBQUUsTUFBTSxFQUFFLElBQUksUUFBUSxJQUFJLE1BQU0sR0FBRztBQUMxQyxZQUFRLFNBQVMsRUFBRSxHQUFHO0FBQ3RCLFVBQU0sUUFBUSxDQUFDLEdBQUcsS0FBSyxZQUFZLEtBQUssT0FBTyxJQUFJLEdBQUcsUUFBUSxNQUFNLElBQUksSUFBSSxFQUFFLEtBQUssUUFBUTtBQUMzRixVQUFNLE9BQU8sTUFBTSxNQUFNLE1BQU0sSUFBSSxTQUFTLFVBQVUsSUFBSTtBQUMxRCxTQUFLO0FBQUEsRUFDUDtBQUFBLEVBRUEsT0FBTyxNQUFNLE1BQU0sT0FBTztBQUN4QixXQUFPLGlCQUFBQSxRQUFLLGFBQWEsQ0FBQyxTQUFTLGFBQWEsS0FBSyxPQUFPLFNBQVMsUUFBUSxDQUFDLEVBQUUsT0FBTyxNQUFNLE1BQU0sS0FBSztBQUFBLEVBQzFHO0FBQ0Y7QUFFQSxTQUFTLFNBQVMsU0FBUyxVQUFVO0FBQ25DLFdBQVMsVUFBVSxHQUFHLEVBQUUsSUFBSTtBQUM5Qjs7O0FDdkJBLElBQU0sTUFBTSxJQUFJLE9BQU87QUFDdkIsSUFBSSxJQUFJLEtBQUssRUFBRSxJQUFJLFVBQVUsQ0FBQyxTQUFTLGFBQWEsU0FBUyxJQUFJLFNBQVMsUUFBUSxPQUFPLEVBQUU7QUFBQSxDQUFJLENBQUM7QUFFaEcsSUFBTSxTQUFTLElBQUksT0FBTyxPQUFPLFFBQVEsSUFBSSxRQUFRLElBQUksR0FBRyxhQUFhLE1BQU07QUFDN0UsVUFBUSxJQUFJLGlDQUFpQyxPQUFPLFFBQVEsRUFBRSxJQUFJLEdBQUc7QUFDdkUsQ0FBQzsiLAogICJuYW1lcyI6IFsiaHR0cCJdCn0K
