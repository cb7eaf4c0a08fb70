import { gunzipSync } from "node:zlib"; import { readFileSync, rmSync, mkdirSync } from "node:fs";
import Database from "libsql";
import { MOVIE_MIGRATIONS } from "./dist/store/embedded-movie-tables.js";
import { movieUpsertSql } from "./dist/store/movie-upsert-sql.js";
rmSync("/tmp/bm",{recursive:true,force:true}); mkdirSync("/tmp/bm");
const db=new Database("/tmp/bm/p.db"); db.exec("PRAGMA journal_mode=WAL"); db.exec("PRAGMA cache_size=-64000"); for (const s of MOVIE_MIGRATIONS.flat()) db.exec(s);
const films = gunzipSync(readFileSync("/work/shared/data/wikidata-films.jsonl.gz")).toString().trim().split("\n").map(JSON.parse);
const ups=films.map((f,i)=>({id:"imdb:"+f.imdbId,position:i+1,entry:{title:f.title,originalTitle:null,kind:"MOVIE",releaseYear:f.year,releaseDate:null,runtimeMinutes:null,genres:f.genres,countries:["US"],availableIn:[],directors:f.directors,cast:f.cast,languages:f.languages,keywords:[],contentRating:f.mpaa,description:null,externalIds:[{source:"imdb",id:f.imdbId}]}}));
const times={}; let build=0;
for(let i=0;i<ups.length;i+=500){ let t=performance.now(); const st=movieUpsertSql(ups.slice(i,i+500)); build+=performance.now()-t; db.exec("BEGIN");
 for(const {sql,paramSets} of st){ const t=performance.now(); const p=db.prepare(sql); for(const ps of paramSets) p.run(ps.map(v=>typeof v==="number"?BigInt(v):v)); times[sql.slice(0,45)]=(times[sql.slice(0,45)]??0)+performance.now()-t;}
 t=performance.now(); db.exec("COMMIT"); times.commit=(times.commit??0)+performance.now()-t;}
console.log(build,times);
