module.exports = { experimental: { serverSourceMaps: true } };
