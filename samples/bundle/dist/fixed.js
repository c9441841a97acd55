// The same server, whose middleware keeps the last twenty notes.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
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

// src/bounded-audit.js
var KEPT = 20;
var trail = [];
function audit(request, response, next) {
  const entry = {
    path: request.url,
    at: process.hrtime(),
    headers: { ...request.headers },
    timings: Array.from({ length: 150 }, (_, step) => step * 1.5)
  };
  trail.push(entry);
  if (trail.length > KEPT) trail.shift();
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

// src/fixed.js
var app = new Router();
app.use(audit).get("orders", (request, response) => response.end(`order ${request.params.id}
`));
var server = app.listen(Number(process.env.PORT ?? 3001), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLi4vc3JjL2JvdW5kZWQtYXVkaXQuanMiLCAiLi4vc3JjL3JvdXRlci5qcyIsICIuLi9zcmMvZml4ZWQuanMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbIi8qKiBUaGUgbGFzdCB0aGluZ3MgYXNrZWQgZm9yOyB3aGF0IGlzIG9sZGVyIHdhcyB3cml0dGVuIHdoZW4gaXRzIHBsYWNlIHdhcyBuZWVkZWQuICovXG5jb25zdCBLRVBUID0gMjA7XG5jb25zdCB0cmFpbCA9IFtdO1xuXG5leHBvcnQgZnVuY3Rpb24gYXVkaXQocmVxdWVzdCwgcmVzcG9uc2UsIG5leHQpIHtcbiAgY29uc3QgZW50cnkgPSB7XG4gICAgcGF0aDogcmVxdWVzdC51cmwsXG4gICAgYXQ6IHByb2Nlc3MuaHJ0aW1lKCksXG4gICAgaGVhZGVyczogeyAuLi5yZXF1ZXN0LmhlYWRlcnMgfSxcbiAgICB0aW1pbmdzOiBBcnJheS5mcm9tKHsgbGVuZ3RoOiAxNTAgfSwgKF8sIHN0ZXApID0+IHN0ZXAgKiAxLjUpLFxuICB9O1xuICB0cmFpbC5wdXNoKGVudHJ5KTtcbiAgaWYgKHRyYWlsLmxlbmd0aCA+IEtFUFQpIHRyYWlsLnNoaWZ0KCk7XG4gIHJlc3BvbnNlLnNldEhlYWRlcigneC1hdWRpdCcsIFN0cmluZyh0cmFpbC5sZW5ndGgpKTtcbiAgbmV4dCgpO1xufVxuIiwgImltcG9ydCBodHRwIGZyb20gJ25vZGU6aHR0cCc7XG5cbi8qKiBSb3V0ZXMgYnkgbWV0aG9kIGFuZCBmaXJzdCBwYXJ0IG9mIHRoZSBwYXRoLCB3aXRoIG1pZGRsZXdhcmUgYmVmb3JlIHRoZW0uICovXG5leHBvcnQgY2xhc3MgUm91dGVyIHtcbiAgY29uc3RydWN0b3IoKSB7XG4gICAgdGhpcy5taWRkbGV3YXJlID0gW107XG4gICAgdGhpcy5yb3V0ZXMgPSBuZXcgTWFwKCk7XG4gIH1cblxuICB1c2Uoc3RlcCkge1xuICAgIHRoaXMubWlkZGxld2FyZS5wdXNoKHN0ZXApO1xuICAgIHJldHVybiB0aGlzO1xuICB9XG5cbiAgZ2V0KG5hbWUsIGhhbmRsZXIpIHtcbiAgICB0aGlzLnJvdXRlcy5zZXQoYEdFVCAke25hbWV9YCwgaGFuZGxlcik7XG4gICAgcmV0dXJuIHRoaXM7XG4gIH1cblxuICBoYW5kbGUocmVxdWVzdCwgcmVzcG9uc2UpIHtcbiAgICBjb25zdCBbLCBuYW1lLCBpZF0gPSByZXF1ZXN0LnVybC5zcGxpdCgnLycpO1xuICAgIHJlcXVlc3QucGFyYW1zID0geyBpZCB9O1xuICAgIGNvbnN0IHN0ZXBzID0gWy4uLnRoaXMubWlkZGxld2FyZSwgdGhpcy5yb3V0ZXMuZ2V0KGAke3JlcXVlc3QubWV0aG9kfSAke25hbWV9YCkgPz8gbm90Rm91bmRdO1xuICAgIGNvbnN0IG5leHQgPSAoKSA9PiBzdGVwcy5zaGlmdCgpPy4ocmVxdWVzdCwgcmVzcG9uc2UsIG5leHQpO1xuICAgIG5leHQoKTtcbiAgfVxuXG4gIGxpc3Rlbihwb3J0LCBob3N0LCByZWFkeSkge1xuICAgIHJldHVybiBodHRwLmNyZWF0ZVNlcnZlcigocmVxdWVzdCwgcmVzcG9uc2UpID0+IHRoaXMuaGFuZGxlKHJlcXVlc3QsIHJlc3BvbnNlKSkubGlzdGVuKHBvcnQsIGhvc3QsIHJlYWR5KTtcbiAgfVxufVxuXG5mdW5jdGlvbiBub3RGb3VuZChyZXF1ZXN0LCByZXNwb25zZSkge1xuICByZXNwb25zZS53cml0ZUhlYWQoNDA0KS5lbmQoKTtcbn1cbiIsICIvLyBUaGUgc2FtZSBzZXJ2ZXIsIHdob3NlIG1pZGRsZXdhcmUga2VlcHMgdGhlIGxhc3QgdHdlbnR5IG5vdGVzLlxuLy9cbi8vIGhlYXB3aXNlOiBsb2FkIC9vcmRlcnMve259XG4vLyBoZWFwd2lzZTogZXhwZWN0IG5vLWxlYWtcblxuaW1wb3J0IHsgYXVkaXQgfSBmcm9tICcuL2JvdW5kZWQtYXVkaXQuanMnO1xuaW1wb3J0IHsgUm91dGVyIH0gZnJvbSAnLi9yb3V0ZXIuanMnO1xuXG5jb25zdCBhcHAgPSBuZXcgUm91dGVyKCk7XG5hcHAudXNlKGF1ZGl0KS5nZXQoJ29yZGVycycsIChyZXF1ZXN0LCByZXNwb25zZSkgPT4gcmVzcG9uc2UuZW5kKGBvcmRlciAke3JlcXVlc3QucGFyYW1zLmlkfVxcbmApKTtcblxuY29uc3Qgc2VydmVyID0gYXBwLmxpc3RlbihOdW1iZXIocHJvY2Vzcy5lbnYuUE9SVCA/PyAzMDAxKSwgJzEyNy4wLjAuMScsICgpID0+IHtcbiAgY29uc29sZS5sb2coYGxpc3RlbmluZyBvbiBodHRwOi8vMTI3LjAuMC4xOiR7c2VydmVyLmFkZHJlc3MoKS5wb3J0fS9gKTtcbn0pO1xuIl0sCiAgIm1hcHBpbmdzIjogIjs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7OztBQUNBLElBQU0sT0FBTztBQUNiLElBQU0sUUFBUSxDQUFDO0FBRVIsU0FBUyxNQUFNLFNBQVMsVUFBVSxNQUFNO0FBQzdDLFFBQU0sUUFBUTtBQUFBLElBQ1osTUFBTSxRQUFRO0FBQUEsSUFDZCxJQUFJLFFBQVEsT0FBTztBQUFBLElBQ25CLFNBQVMsRUFBRSxHQUFHLFFBQVEsUUFBUTtBQUFBLElBQzlCLFNBQVMsTUFBTSxLQUFLLEVBQUUsUUFBUSxJQUFJLEdBQUcsQ0FBQyxHQUFHLFNBQVMsT0FBTyxHQUFHO0FBQUEsRUFDOUQ7QUFDQSxRQUFNLEtBQUssS0FBSztBQUNoQixNQUFJLE1BQU0sU0FBUyxLQUFNLE9BQU0sTUFBTTtBQUNyQyxXQUFTLFVBQVUsV0FBVyxPQUFPLE1BQU0sTUFBTSxDQUFDO0FBQ2xELE9BQUs7QUFDUDs7O0FDZkEsdUJBQWlCO0FBR1YsSUFBTSxTQUFOLE1BQWE7QUFBQSxFQUNsQixjQUFjO0FBQ1osU0FBSyxhQUFhLENBQUM7QUFDbkIsU0FBSyxTQUFTLG9CQUFJLElBQUk7QUFBQSxFQUN4QjtBQUFBLEVBRUEsSUFBSSxNQUFNO0FBQ1IsU0FBSyxXQUFXLEtBQUssSUFBSTtBQUN6QixXQUFPO0FBQUEsRUFDVDtBQUFBLEVBRUEsSUFBSSxNQUFNLFNBQVM7QUFDakIsU0FBSyxPQUFPLElBQUksT0FBTyxJQUFJLElBQUksT0FBTztBQUN0QyxXQUFPO0FBQUEsRUFDVDtBQUFBLEVBRUEsT0FBTyxTQUFTLFVBQVU7QUFDeEIsVUFBTSxDQUFDLEVBQUUsTUFBTSxFQUFFLElBQUksUUFBUSxJQUFJLE1BQU0sR0FBRztBQUMxQyxZQUFRLFNBQVMsRUFBRSxHQUFHO0FBQ3RCLFVBQU0sUUFBUSxDQUFDLEdBQUcsS0FBSyxZQUFZLEtBQUssT0FBTyxJQUFJLEdBQUcsUUFBUSxNQUFNLElBQUksSUFBSSxFQUFFLEtBQUssUUFBUTtBQUMzRixVQUFNLE9BQU8sTUFBTSxNQUFNLE1BQU0sSUFBSSxTQUFTLFVBQVUsSUFBSTtBQUMxRCxTQUFLO0FBQUEsRUFDUDtBQUFBLEVBRUEsT0FBTyxNQUFNLE1BQU0sT0FBTztBQUN4QixXQUFPLGlCQUFBQSxRQUFLLGFBQWEsQ0FBQyxTQUFTLGFBQWEsS0FBSyxPQUFPLFNBQVMsUUFBUSxDQUFDLEVBQUUsT0FBTyxNQUFNLE1BQU0sS0FBSztBQUFBLEVBQzFHO0FBQ0Y7QUFFQSxTQUFTLFNBQVMsU0FBUyxVQUFVO0FBQ25DLFdBQVMsVUFBVSxHQUFHLEVBQUUsSUFBSTtBQUM5Qjs7O0FDMUJBLElBQU0sTUFBTSxJQUFJLE9BQU87QUFDdkIsSUFBSSxJQUFJLEtBQUssRUFBRSxJQUFJLFVBQVUsQ0FBQyxTQUFTLGFBQWEsU0FBUyxJQUFJLFNBQVMsUUFBUSxPQUFPLEVBQUU7QUFBQSxDQUFJLENBQUM7QUFFaEcsSUFBTSxTQUFTLElBQUksT0FBTyxPQUFPLFFBQVEsSUFBSSxRQUFRLElBQUksR0FBRyxhQUFhLE1BQU07QUFDN0UsVUFBUSxJQUFJLGlDQUFpQyxPQUFPLFFBQVEsRUFBRSxJQUFJLEdBQUc7QUFDdkUsQ0FBQzsiLAogICJuYW1lcyI6IFsiaHR0cCJdCn0K
