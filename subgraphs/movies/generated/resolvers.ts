// Made by `npm run codegen` from schema/graphql/movies.graphql; not for editing.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MovieModel, DatasetModel } from '../models.js';
import type { SubgraphContext } from '../context.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant: RFC 3339, always in UTC. */
  DateTime: { input: Date; output: Date | number | string; }
  /** An ISO 8601 calendar date, such as 1999-03-31. */
  Date: { input: string; output: string; }
  /** An ISO 3166-1 alpha-2 country code in upper case: IN, US, GB. */
  CountryCode: { input: string; output: string; }
  /** A signed position in a list or a feed. Opaque: store it, hand it back, never look inside. */
  Cursor: { input: string; output: string; }
  /** A whole number up to 2^53 - 1. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Anything with an id of its own. */
export type Node = {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
};

/** Where a page lies in its list. */
export type PageInfo = {
  /** Whether more edges follow the last one of this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether this page was asked for with a cursor, and so has edges before it. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge, null when the page is empty. */
  startCursor?: Maybe<Scalars['Cursor']['output']>;
  /** The cursor of the last edge, null when the page is empty; hand it back as `after`. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** What kind of title this is. */
export type TitleKind =
  /** A feature film or television film. */
  | 'MOVIE'
  /** A series as a whole. */
  | 'SERIES'
  /** One episode of a series. */
  | 'EPISODE'
  /** A short film. */
  | 'SHORT'
  /** A special: stand-up, concert, reunion. */
  | 'SPECIAL'
  /** Anything else. */
  | 'OTHER';

/** The name that another catalogue gives to this title. */
export type ExternalId = {
  /** The catalogue: imdb, movielens, netflix, wikidata. */
  source: Scalars['String']['output'];
  /** The id there: tt0111161, 318, s1204. */
  id: Scalars['ID']['output'];
};

/** A title that can be rated and reviewed. */
export type Movie = Node & {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
  /** The title under which it is listed. */
  title: Scalars['String']['output'];
  /** The title in its own language, when it differs. */
  originalTitle?: Maybe<Scalars['String']['output']>;
  /** Film, series, episode and so on. */
  kind: TitleKind;
  /** The year of first release. */
  releaseYear?: Maybe<Scalars['Int']['output']>;
  /** The day of first release, where it is known to the day. */
  releaseDate?: Maybe<Scalars['Date']['output']>;
  /** Running time in minutes. */
  runtimeMinutes?: Maybe<Scalars['Int']['output']>;
  /** Genres by their English names, in the order of their source. */
  genres: Array<Scalars['String']['output']>;
  /** Countries of production. */
  countries: Array<Scalars['CountryCode']['output']>;
  /** Regions in which it can be watched. */
  availableIn: Array<Scalars['CountryCode']['output']>;
  /** Directors by name. */
  directors: Array<Scalars['String']['output']>;
  /** Cast by name. */
  cast: Array<Scalars['String']['output']>;
  /** Spoken languages by their English names. */
  languages: Array<Scalars['String']['output']>;
  /** Keywords from users' tags, most used first. */
  keywords: Array<Scalars['String']['output']>;
  /** Age classification as its source writes it: PG-13, TV-MA. */
  contentRating?: Maybe<Scalars['String']['output']>;
  /** A short summary of what it is about. */
  description?: Maybe<Scalars['String']['output']>;
  /** The ids of this title in other catalogues. */
  externalIds: Array<ExternalId>;
};

/** A page of movies. */
export type MovieConnection = {
  /** The movies with their cursors. */
  edges: Array<MovieEdge>;
  /** The movies alone. */
  nodes: Array<Movie>;
  /** Where this page lies. */
  pageInfo: PageInfo;
};

/** One movie in a list. */
export type MovieEdge = {
  /** Hand it back as `after` to go on behind this movie. */
  cursor: Scalars['Cursor']['output'];
  /** The movie. */
  node: Movie;
};

/** Narrows a list of movies; what is left out does not matter, everything given must hold. */
export type MovieFilter = {
  /** All of these genres. */
  genres?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Released in this year or later. */
  releasedFrom?: InputMaybe<Scalars['Int']['input']>;
  /** Released in this year or earlier. */
  releasedTo?: InputMaybe<Scalars['Int']['input']>;
  /** Produced in this country. */
  country?: InputMaybe<Scalars['CountryCode']['input']>;
  /** Can be watched in this region. */
  availableIn?: InputMaybe<Scalars['CountryCode']['input']>;
  /** Of this kind. */
  kind?: InputMaybe<TitleKind>;
  /** With this age classification. */
  contentRating?: InputMaybe<Scalars['String']['input']>;
  /** Spoken in this language. */
  language?: InputMaybe<Scalars['String']['input']>;
};

/** How a list of movies is sorted. */
export type MovieOrder =
  /** By title, A to Z. */
  | 'TITLE'
  /** By year of release, newest first. */
  | 'NEWEST';

/** How much there is of everything. A figure is null when its subgraph did not answer. */
export type Statistics = {
  /** Movies in the catalogue, retired ones left out. */
  movies?: Maybe<Scalars['SafeInt']['output']>;
};

/** What a dataset's files are. */
export type DatasetKind =
  /** Films from Wikidata, as JSON lines. */
  | 'WIKIDATA'
  /** A list of Netflix titles, of 12 or 10 columns. */
  | 'NETFLIX'
  /** MovieLens: ratings, movies, tags and links, of any size. */
  | 'MOVIELENS'
  /** IMDb's tables: title.basics, title.ratings, title.akas, title.principals, name.basics. */
  | 'IMDB'
  /** Reviews as JSON arrays. */
  | 'IMDB_REVIEWS'
  /** Netflix's weekly top 10 by country. */
  | 'NETFLIX_TOP10';

/** Where a dataset stands. */
export type DatasetState =
  /** Its files are there; nothing was asked for since. */
  | 'STORED'
  /** An import is asked for and waits for its turn. */
  | 'QUEUED'
  /** It is being imported. */
  | 'IMPORTING'
  /** The import is cancelled and about to end. */
  | 'CANCELLING'
  /** The import is done; rows that were not accepted are counted in `rows`. */
  | 'IMPORTED'
  /** The import was cancelled: what it brought before stays, and another import goes on behind it. */
  | 'CANCELLED'
  /** The last import or deletion failed; `error` says why. It may be asked for again. */
  | 'FAILED'
  /** It is being deleted: what it brought is taken back. */
  | 'DELETING'
  /** It is gone. Told by importProgress alone. */
  | 'DELETED';

/** A set of files that an administrator has uploaded, and what became of them. */
export type Dataset = {
  /** Its name: at most 40 of a-z, 0-9 and -. The ids of the users that it brings begin with it. */
  id: Scalars['ID']['output'];
  /** What it was called when its first file was uploaded. */
  name: Scalars['String']['output'];
  /** What its files are; null until that is said or found out. */
  kind?: Maybe<DatasetKind>;
  /** Of all its files together, as they are stored. */
  bytes: Scalars['SafeInt']['output'];
  /** Its files, by name. */
  files: Array<DatasetFile>;
  /** What became of the rows of the last import. */
  rows: DatasetRows;
  /** Where it stands. */
  state: DatasetState;
  /** How far the last import or deletion is, from 0 to 1; null where that can't be told. */
  progress?: Maybe<Scalars['Float']['output']>;
  /** When its first file was uploaded. */
  createdAt: Scalars['DateTime']['output'];
  /** When the last import or deletion began. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ended; null while it is wanted. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the last import or deletion failed, for a person; null when it did not. */
  error?: Maybe<Scalars['String']['output']>;
  /** The position that this is true at: `importProgress` goes on behind it. */
  cursor: Scalars['Cursor']['output'];
};

/** A file of a dataset. */
export type DatasetFile = {
  /** Its name, unique in its dataset. */
  name: Scalars['String']['output'];
  /** Its length as it is stored. */
  bytes: Scalars['SafeInt']['output'];
  /** When it was uploaded. */
  storedAt: Scalars['DateTime']['output'];
};

/** What became of rows. */
export type DatasetRows = {
  /** Read so far, however often the import was interrupted. */
  read: Scalars['SafeInt']['output'];
  /** Of those, the ones that ended in Marquee; told whenever a file is done. */
  accepted: Scalars['SafeInt']['output'];
  /** Of those, the ones that are listed as rejects, each with its reason; told whenever a file is done. */
  rejected: Scalars['SafeInt']['output'];
};

/** A page of datasets. */
export type DatasetConnection = {
  /** The datasets with their cursors. */
  edges: Array<DatasetEdge>;
  /** The datasets alone. */
  nodes: Array<Dataset>;
  /** Where this page lies. */
  pageInfo: PageInfo;
};

/** One dataset in a list. */
export type DatasetEdge = {
  /** Hand it back as `after` to go on behind this dataset. */
  cursor: Scalars['Cursor']['output'];
  /** The dataset. */
  node: Dataset;
};

export type Query = {
  /** One movie, or null when there is none with this id. */
  movie?: Maybe<Movie>;
  /** The movie that another catalogue knows by this id, or null. */
  movieByExternalId?: Maybe<Movie>;
  /** All movies, filtered and sorted. `first` is 1 to 100. */
  movies: MovieConnection;
  /** Movies whose title, people or keywords match, best match first. `first` is 1 to 100. */
  searchMovies: MovieConnection;
  /** Movies by popularityScore, highest first, up to 1000 deep. `first` is 1 to 100. */
  topMovies: MovieConnection;
  /** How much there is of everything. */
  statistics: Statistics;
  /** All datasets, the newest first. `first` is 1 to 100. Role ADMIN. */
  datasets: DatasetConnection;
  /** One dataset, or null when there is none with this id. Role ADMIN. */
  dataset?: Maybe<Dataset>;
};


export type QueryMovieArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMovieByExternalIdArgs = {
  source: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};


export type QueryMoviesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<MovieFilter>;
  orderBy?: InputMaybe<MovieOrder>;
};


export type QuerySearchMoviesArgs = {
  query: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<MovieFilter>;
};


export type QueryTopMoviesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
  genre?: InputMaybe<Scalars['String']['input']>;
};


export type QueryDatasetsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};


export type QueryDatasetArgs = {
  id: Scalars['ID']['input'];
};

/** Something in the request that the caller can put right. */
export type UserError = {
  /** What kind of mistake it is. */
  code: UserErrorCode;
  /** The path of the input field, null when no single field is at fault. */
  field?: Maybe<Array<Scalars['String']['output']>>;
  /** What is wrong and what to do, for a person. */
  message: Scalars['String']['output'];
};

/** The kinds of mistake a request can hold. */
export type UserErrorCode =
  /** A value is outside what is allowed. */
  | 'INVALID'
  /** What the request names does not exist. */
  | 'NOT_FOUND'
  /** Somebody else has it already. */
  | 'TAKEN'
  /** E-mail and password do not belong together. */
  | 'WRONG_CREDENTIALS'
  /** This viewer may not do that. */
  | 'FORBIDDEN'
  /** It contradicts what was sent before. */
  | 'CONFLICT';

export type Mutation = {
  /** Adds a movie, or replaces what is known of one. Role ADMIN. */
  upsertMovie: MoviePayload;
  /** Has a dataset's files loaded; what is loaded already changes nothing. Answered when the import is wanted. Role ADMIN. */
  importDataset: DatasetPayload;
  /** Ends an import that is wanted or runs. What it brought stays. Role ADMIN. */
  cancelImport: DatasetPayload;
  /** Takes back what a dataset brought, and removes its files; an import that runs is ended first. Role ADMIN. */
  deleteDataset: DatasetPayload;
};


export type MutationUpsertMovieArgs = {
  input: UpsertMovieInput;
};


export type MutationImportDatasetArgs = {
  input: ImportDatasetInput;
};


export type MutationCancelImportArgs = {
  input: CancelImportInput;
};


export type MutationDeleteDatasetArgs = {
  input: DeleteDatasetInput;
};

export type Subscription = {
  /** A dataset as it is now, then after every change; with `after`, only what changed since. It has no end of its own: leave it at a state that you wait for. Role ADMIN. */
  importProgress: Dataset;
};


export type SubscriptionImportProgressArgs = {
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/** Which dataset to import. */
export type ImportDatasetInput = {
  /** The dataset. */
  id: Scalars['ID']['input'];
  /** What its files are; found out from their names and first lines where it is left out. */
  kind?: InputMaybe<DatasetKind>;
};

/** Which import to cancel. */
export type CancelImportInput = {
  /** The dataset. */
  id: Scalars['ID']['input'];
};

/** Which dataset to delete. */
export type DeleteDatasetInput = {
  /** The dataset. */
  id: Scalars['ID']['input'];
};

/** What came of importDataset, cancelImport or deleteDataset. */
export type DatasetPayload = {
  /** The dataset as it is now, null when the input was refused. */
  dataset?: Maybe<Dataset>;
  /** Why the input was refused; empty on success. */
  userErrors: Array<UserError>;
};

/** All that is known of a movie; what is left out is emptied. */
export type UpsertMovieInput = {
  /** The movie to replace; without it a new one is made. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 500 characters. */
  title: Scalars['String']['input'];
  /** Film, series, episode and so on. */
  kind?: InputMaybe<TitleKind>;
  /** 1870 to ten years from now. */
  releaseYear?: InputMaybe<Scalars['Int']['input']>;
  /** The day of first release. */
  releaseDate?: InputMaybe<Scalars['Date']['input']>;
  /** 1 to 6000 minutes. */
  runtimeMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** Genres by their English names. */
  genres?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Countries of production. */
  countries?: InputMaybe<Array<Scalars['CountryCode']['input']>>;
  /** Regions in which it can be watched. */
  availableIn?: InputMaybe<Array<Scalars['CountryCode']['input']>>;
  /** Directors by name. */
  directors?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Cast by name. */
  cast?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Spoken languages. */
  languages?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Age classification. */
  contentRating?: InputMaybe<Scalars['String']['input']>;
  /** What it is about, up to 20,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
};

/** What came of upsertMovie. */
export type MoviePayload = {
  /** The movie as it is now, null when the input was refused. */
  movie?: Maybe<Movie>;
  /** Why the input was refused; empty on success. */
  userErrors: Array<UserError>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = {}, TContext = {}, TArgs = {}> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = {}, TContext = {}, TArgs = {}> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = {}, TContext = {}> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = {}, TContext = {}> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = {}, TParent = {}, TContext = {}, TArgs = {}> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( MovieModel );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  TitleKind: TitleKind;
  ExternalId: ResolverTypeWrapper<ExternalId>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Movie: ResolverTypeWrapper<MovieModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  MovieConnection: ResolverTypeWrapper<Omit<MovieConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['MovieEdge']>, nodes: Array<ResolversTypes['Movie']> }>;
  MovieEdge: ResolverTypeWrapper<Omit<MovieEdge, 'node'> & { node: ResolversTypes['Movie'] }>;
  MovieFilter: MovieFilter;
  MovieOrder: MovieOrder;
  Statistics: ResolverTypeWrapper<Statistics>;
  DatasetKind: DatasetKind;
  DatasetState: DatasetState;
  Dataset: ResolverTypeWrapper<DatasetModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  DatasetFile: ResolverTypeWrapper<DatasetFile>;
  DatasetRows: ResolverTypeWrapper<DatasetRows>;
  DatasetConnection: ResolverTypeWrapper<Omit<DatasetConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['DatasetEdge']>, nodes: Array<ResolversTypes['Dataset']> }>;
  DatasetEdge: ResolverTypeWrapper<Omit<DatasetEdge, 'node'> & { node: ResolversTypes['Dataset'] }>;
  Query: ResolverTypeWrapper<{}>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Mutation: ResolverTypeWrapper<{}>;
  Subscription: ResolverTypeWrapper<{}>;
  ImportDatasetInput: ImportDatasetInput;
  CancelImportInput: CancelImportInput;
  DeleteDatasetInput: DeleteDatasetInput;
  DatasetPayload: ResolverTypeWrapper<Omit<DatasetPayload, 'dataset'> & { dataset?: Maybe<ResolversTypes['Dataset']> }>;
  UpsertMovieInput: UpsertMovieInput;
  MoviePayload: ResolverTypeWrapper<Omit<MoviePayload, 'movie'> & { movie?: Maybe<ResolversTypes['Movie']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Date: Scalars['Date']['output'];
  CountryCode: Scalars['CountryCode']['output'];
  Cursor: Scalars['Cursor']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  ExternalId: ExternalId;
  String: Scalars['String']['output'];
  Movie: MovieModel;
  Int: Scalars['Int']['output'];
  MovieConnection: Omit<MovieConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['MovieEdge']>, nodes: Array<ResolversParentTypes['Movie']> };
  MovieEdge: Omit<MovieEdge, 'node'> & { node: ResolversParentTypes['Movie'] };
  MovieFilter: MovieFilter;
  Statistics: Statistics;
  Dataset: DatasetModel;
  Float: Scalars['Float']['output'];
  DatasetFile: DatasetFile;
  DatasetRows: DatasetRows;
  DatasetConnection: Omit<DatasetConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['DatasetEdge']>, nodes: Array<ResolversParentTypes['Dataset']> };
  DatasetEdge: Omit<DatasetEdge, 'node'> & { node: ResolversParentTypes['Dataset'] };
  Query: {};
  UserError: UserError;
  Mutation: {};
  Subscription: {};
  ImportDatasetInput: ImportDatasetInput;
  CancelImportInput: CancelImportInput;
  DeleteDatasetInput: DeleteDatasetInput;
  DatasetPayload: Omit<DatasetPayload, 'dataset'> & { dataset?: Maybe<ResolversParentTypes['Dataset']> };
  UpsertMovieInput: UpsertMovieInput;
  MoviePayload: Omit<MoviePayload, 'movie'> & { movie?: Maybe<ResolversParentTypes['Movie']> };
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface CountryCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CountryCode'], any> {
  name: 'CountryCode';
}

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type NodeResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Movie', ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExternalIdResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ExternalId'] = ResolversParentTypes['ExternalId']> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MovieResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Movie'] = ResolversParentTypes['Movie']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Movie']>, { __typename: 'Movie' } & GraphQLRecursivePick<ParentType, {"id":true}>, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  originalTitle?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TitleKind'], ParentType, ContextType>;
  releaseYear?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  releaseDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  runtimeMinutes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  genres?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  countries?: Resolver<Array<ResolversTypes['CountryCode']>, ParentType, ContextType>;
  availableIn?: Resolver<Array<ResolversTypes['CountryCode']>, ParentType, ContextType>;
  directors?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  cast?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  languages?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  keywords?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  contentRating?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  externalIds?: Resolver<Array<ResolversTypes['ExternalId']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MovieConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MovieConnection'] = ResolversParentTypes['MovieConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MovieEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Movie']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MovieEdgeResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MovieEdge'] = ResolversParentTypes['MovieEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Movie'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StatisticsResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Statistics'] = ResolversParentTypes['Statistics']> = {
  movies?: Resolver<Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Dataset'] = ResolversParentTypes['Dataset']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['DatasetKind']>, ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  files?: Resolver<Array<ResolversTypes['DatasetFile']>, ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['DatasetRows'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DatasetState'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetFileResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DatasetFile'] = ResolversParentTypes['DatasetFile']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  storedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetRowsResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DatasetRows'] = ResolversParentTypes['DatasetRows']> = {
  read?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  accepted?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DatasetConnection'] = ResolversParentTypes['DatasetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DatasetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Dataset']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetEdgeResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DatasetEdge'] = ResolversParentTypes['DatasetEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  movie?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType, RequireFields<QueryMovieArgs, 'id'>>;
  movieByExternalId?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType, RequireFields<QueryMovieByExternalIdArgs, 'source' | 'id'>>;
  movies?: Resolver<ResolversTypes['MovieConnection'], ParentType, ContextType, RequireFields<QueryMoviesArgs, 'first' | 'orderBy'>>;
  searchMovies?: Resolver<ResolversTypes['MovieConnection'], ParentType, ContextType, RequireFields<QuerySearchMoviesArgs, 'query' | 'first'>>;
  topMovies?: Resolver<ResolversTypes['MovieConnection'], ParentType, ContextType, RequireFields<QueryTopMoviesArgs, 'first'>>;
  statistics?: Resolver<ResolversTypes['Statistics'], ParentType, ContextType>;
  datasets?: Resolver<ResolversTypes['DatasetConnection'], ParentType, ContextType, RequireFields<QueryDatasetsArgs, 'first'>>;
  dataset?: Resolver<Maybe<ResolversTypes['Dataset']>, ParentType, ContextType, RequireFields<QueryDatasetArgs, 'id'>>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  upsertMovie?: Resolver<ResolversTypes['MoviePayload'], ParentType, ContextType, RequireFields<MutationUpsertMovieArgs, 'input'>>;
  importDataset?: Resolver<ResolversTypes['DatasetPayload'], ParentType, ContextType, RequireFields<MutationImportDatasetArgs, 'input'>>;
  cancelImport?: Resolver<ResolversTypes['DatasetPayload'], ParentType, ContextType, RequireFields<MutationCancelImportArgs, 'input'>>;
  deleteDataset?: Resolver<ResolversTypes['DatasetPayload'], ParentType, ContextType, RequireFields<MutationDeleteDatasetArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  importProgress?: SubscriptionResolver<ResolversTypes['Dataset'], "importProgress", ParentType, ContextType, RequireFields<SubscriptionImportProgressArgs, 'id'>>;
};

export type DatasetPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DatasetPayload'] = ResolversParentTypes['DatasetPayload']> = {
  dataset?: Resolver<Maybe<ResolversTypes['Dataset']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoviePayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MoviePayload'] = ResolversParentTypes['MoviePayload']> = {
  movie?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  DateTime?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  CountryCode?: GraphQLScalarType;
  Cursor?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ExternalId?: ExternalIdResolvers<ContextType>;
  Movie?: MovieResolvers<ContextType>;
  MovieConnection?: MovieConnectionResolvers<ContextType>;
  MovieEdge?: MovieEdgeResolvers<ContextType>;
  Statistics?: StatisticsResolvers<ContextType>;
  Dataset?: DatasetResolvers<ContextType>;
  DatasetFile?: DatasetFileResolvers<ContextType>;
  DatasetRows?: DatasetRowsResolvers<ContextType>;
  DatasetConnection?: DatasetConnectionResolvers<ContextType>;
  DatasetEdge?: DatasetEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  DatasetPayload?: DatasetPayloadResolvers<ContextType>;
  MoviePayload?: MoviePayloadResolvers<ContextType>;
};

