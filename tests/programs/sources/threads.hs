import Control.Concurrent
import qualified Data.Map as M
import System.Exit
main = do { v <- newEmptyMVar; mapM_ (\i -> forkIO (threadDelay 1000 >> putMVar v i)) [1..10]; s <- sum <$> mapM (const (takeMVar v)) [1..10]; print (s :: Int); print (M.size (M.fromList (zip [1..20000] [1..]))); print (2^200); interact (show . length); exitWith (ExitFailure 7) }
